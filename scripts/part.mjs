// One part of a test run: a command, and a reader that counts what it prints.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const root = new URL("..", import.meta.url).pathname;

/**
 * Runs one part to its end and returns what it counted. One that crashes, cannot start or runs no test counts as broken.
 * @param {{name: string, command: string[], env?: object, reader: (print?: (text: string) => void) => object}} part
 * @param {(text: string) => void} print where its lines go
 * @returns {Promise<{passed: number, failed: number, skipped: number, broken: string[], seconds: number}>}
 */
export function runPart(part, print = console.log) {
  const started = Date.now();
  const child = spawn(part.command[0], part.command.slice(1), {
    cwd: root,
    env: { ...process.env, ...part.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reader = part.reader(print);
  createInterface({ input: child.stdout }).on("line", reader.line);
  return new Promise((resolve) => {
    const end = (code) => {
      const { count } = reader;
      if (count.passed + count.failed + count.skipped === 0) count.broken.push(`${part.name}: no test ran`);
      if (code !== 0 && count.failed === 0 && count.broken.length === 0)
        count.broken.push(`${part.name}: ended with ${code}`);
      for (const what of count.broken) print(`broken: ${what}`);
      resolve({ ...count, seconds: (Date.now() - started) / 1000 });
    };
    child.on("error", (error) => end(error.message));
    child.on("close", end);
  });
}

/** "NAME: P passed, F failed, S skipped in N s" */
export const told = (name, { passed, failed, skipped, broken, seconds }) =>
  `${name}: ${passed} passed, ${failed + broken.length} failed, ${skipped} skipped in ${seconds.toFixed(1)} s`;
