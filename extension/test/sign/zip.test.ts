import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { zip } from "../../src/sign/zip.ts";

test("another program takes every file out as it was put in", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-zip-"));
  try {
    const entries = [
      { name: "申請書 (見本).signed.pdf", bytes: new Uint8Array([1, 2, 3, 255]) },
      { name: "empty", bytes: new Uint8Array() },
      { name: "large", bytes: new Uint8Array(100_000).fill(7) },
    ];
    fs.writeFileSync(path.join(folder, "a.zip"), Buffer.concat(zip(entries)));
    execFileSync("jar", ["--extract", "--file", "a.zip"], { cwd: folder });
    for (const { name, bytes } of entries) {
      assert.deepEqual(fs.readFileSync(path.join(folder, name)), Buffer.from(bytes), name);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
