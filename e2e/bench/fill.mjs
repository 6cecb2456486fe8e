// What a long form costs in Chromium: collecting and planning a thousand fields, filling sixty. Wall times are what a
// person waits on this machine; processor times are the renderer's own, which other programs lengthen far less.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startChromium } from "../lib/chromium.mjs";
import { hanako, planner } from "../lib/own-pages.mjs";
import { chromiumExtension } from "../lib/paths.mjs";
import { median, round } from "./statistics.mjs";

const person = (at) => `<h3>申請者${at}</h3><table>
<tr><th>氏名</th><td><input></td></tr><tr><th>フリガナ</th><td><input></td></tr>
<tr><th>生年月日</th><td><input size="4">年<input size="2">月<input size="2">日</td></tr>
<tr><th>性別</th><td><label><input type="radio" name="s${at}" value="1">男</label><label><input type="radio" name="s${at}" value="2">女</label></td></tr>
<tr><th>住所</th><td><input></td></tr><tr><th>備考</th><td><textarea></textarea></td></tr></table>`;
const form = (persons) =>
  `<!doctype html><meta charset="utf-8"><title>見本</title>${Array.from({ length: persons }, (_, at) => `<form>${person(at + 1)}</form>`).join("")}`;

/** Eight fields a person: 125 make a thousand; seven of them are filled. */
const THOUSAND = 125;
const SIXTY = 9;

export async function fillCosts(times) {
  const script = await readFile(join(chromiumExtension, "page.js"), "utf8");
  const { plan, preview } = await planner();
  const chromium = await startChromium();
  try {
    const page = await chromium.open("about:blank");
    const session = await chromium.browser.target().createCDPSession();
    const processor = async () => {
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      return processInfo.reduce((sum, one) => sum + (one.type === "renderer" ? one.cpuTime * 1000 : 0), 0);
    };
    const show = async (persons) => {
      await page.setContent(form(persons));
      await page.evaluate(script);
    };
    const taken = { collect: [], collectCpu: [], longest: [], plan: [], planCpu: [], fill: [] };
    for (let run = 0; run < times; run++) {
      await show(THOUSAND);
      const before = await processor();
      const { facts, ms, longest } = await page.evaluate(collected);
      taken.collectCpu.push((await processor()) - before);
      taken.collect.push(ms);
      taken.longest.push(longest);
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      plan([facts]);
      taken.planCpu.push(process.cpuUsage(cpu).user / 1000);
      taken.plan.push(performance.now() - start);

      await show(SIXTY);
      const few = (await page.evaluate(collected)).facts;
      const writes = preview(plan([few]), hanako)
        .rows.map(({ ref, value }) => ({ ref, value }))
        .slice(0, 60);
      taken.fill.push(await page.evaluate(filled, few.nonce, writes));
    }
    const of = (key) => round(median(taken[key]));
    return {
      "collecting 1,000 fields": {
        ms: of("collect"),
        cpuMs: of("collectCpu"),
        longestPieceMs: of("longest"),
        runs: times,
      },
      "planning 1,000 fields": { ms: of("plan"), cpuMs: of("planCpu"), runs: times },
      "filling 60 fields, without page waits": { ms: of("fill"), runs: times },
    };
  } finally {
    await chromium.close();
  }
}

/** Runs in the page: collects while a ping goes round as fast as it can, and says how long it was kept waiting at most. */
async function collected() {
  const { port1, port2 } = new MessageChannel();
  let [last, longest, going] = [performance.now(), 0, true];
  port1.onmessage = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (going) port2.postMessage(null);
  };
  port2.postMessage(null);
  const start = performance.now();
  const facts = await globalThis.__hitofude.collect(`nonce ${Math.random()}`);
  const ms = performance.now() - start;
  going = false;
  return { facts, ms, longest };
}

/** Runs in the page: the time to fill, without the 60 ms every page's own scripts get afterwards. */
async function filled(nonce, writes) {
  const start = performance.now();
  await globalThis.__hitofude.apply(nonce, writes);
  return performance.now() - start - 60;
}
