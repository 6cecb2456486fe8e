import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGES } from "../autofill/habits.ts";
import { PEOPLE } from "./people.ts";
import { type Count, judge, KINDS } from "./planting.ts";

const wrap = (markup: string) => (markup.includes("<form") ? markup : `<form>${markup}</form>`);

for (const [person, profile] of Object.entries(PEOPLE)) {
  test(`on every page of habits filled for ${person}, what is planted is named and nothing else`, async () => {
    const errors: string[] = [];
    const sums = new Map<string, Count>();
    for (const [name, [markup]] of Object.entries(PAGES)) {
      const { kinds } = await judge(wrap(markup), profile, (error) => errors.push(`${name}: ${error}`));
      for (const [title, { planted, named, wrong, boxes }] of kinds) {
        const sum = sums.get(title) ?? { planted: 0, named: 0, wrong: 0, boxes: 0 };
        sums.set(title, {
          planted: sum.planted + planted,
          named: sum.named + named,
          wrong: sum.wrong + wrong,
          boxes: sum.boxes + boxes,
        });
      }
    }
    assert.deepEqual(errors, []);
    for (const { title } of KINDS) {
      const expected = title === "no building" && profile.address?.building === "" ? 0 : 1;
      assert.ok((sums.get(title)?.planted ?? 0) >= expected, `${title} was never planted`);
    }
  });
}
