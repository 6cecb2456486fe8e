/** All pages given, for all made-up holders: what is named of six planted differences, and what filling wrote. */
import { PEOPLE } from "./people.ts";
import { type Count, judge, KINDS } from "./planting.ts";
import { fillAndWatch } from "./writing.ts";

export type Sum = { title: string } & Count;
export type Tally = {
  equal: Count;
  kinds: Sum[];
  written: { filled: number; unticked: number; wrong: number };
  errors: string[];
};

const NONE: Count = { planted: 0, named: 0, wrong: 0, boxes: 0 };
const added = (a: Count, b: Count): Count => ({
  planted: a.planted + b.planted,
  named: a.named + b.named,
  wrong: a.wrong + b.wrong,
  boxes: a.boxes + b.boxes,
});

/** Runs everything over pages of markup. `errors` says every difference not named and every write not shown. */
export async function tally(pages: readonly { name: string; html: string }[]): Promise<Tally> {
  const sums = new Map(KINDS.map(({ title }) => [title, NONE]));
  const found: Tally = { equal: NONE, kinds: [], written: { filled: 0, unticked: 0, wrong: 0 }, errors: [] };
  for (const [at, { name, html }] of pages.entries()) {
    for (const [person, profile] of Object.entries(PEOPLE)) {
      const { equal, kinds } = await judge(html, profile, (error) => found.errors.push(`${name}, ${person}: ${error}`));
      found.equal = added(found.equal, equal);
      for (const [title, count] of kinds) sums.set(title, added(sums.get(title) ?? NONE, count));
      const outcome = await fillAndWatch(html, profile, (_, row) => (row * 7 + at) % 3 !== 0);
      found.written.filled += outcome.filled;
      found.written.unticked += outcome.left;
      found.written.wrong += outcome.errors.length;
      found.errors.push(...outcome.errors.map((error) => `${name}, ${person}: ${error}`));
    }
  }
  found.kinds = [...sums].map(([title, count]) => ({ title, ...count }));
  return found;
}
