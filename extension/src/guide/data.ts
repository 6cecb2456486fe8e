/** The guide's data, shared with `hitofude pin guide`: facts with their sources, and the tree that leads to the next step. */
import facts from "shared:guide";
import tree from "shared:guide-tree";
import type { Language } from "../i18n/index.ts";
import type { PinKind } from "../pin/kinds.ts";

/** The languages of the guide: やさしい日本語 beside the two of the other pages. */
export type Speech = Language | "yasashii";

/** A text in the guide's three languages; in `yasashii` a reading stands as {漢字|かんじ}. */
export type Words = Readonly<Record<Speech, string>>;

export type Fact = (typeof facts)[number];
export type Step = (typeof tree.steps)[number];
export type Question = (typeof tree.questions)[number];
export type Node = (typeof tree.nodes)[number];
export type Answer = "yes" | "no";

/** Where a person is in the tree; all of it stands in the page's address, behind the #. */
export type Place = { pin: PinKind | null; state: string | null; answer: Answer | null };

export { facts, tree };

const byId = new Map(facts.map((fact) => [fact.id, fact]));

/** Facts by their ids, in that order. A test holds that the tree names none that is not there. */
export function factsOf(ids: readonly string[]): Fact[] {
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The node for a PIN and a state; null when there is none. */
export function nodeAt(pin: PinKind | null, state: string): Node | null {
  return tree.nodes.find((node) => (node.pin ?? null) === pin && node.state === state) ?? null;
}

/** What to do next at a node: the one step, or null while its question is not answered. */
export function stepAt(node: Node, answer: Answer | null): Step | null {
  const id = node.step ?? (answer && node[answer]);
  return tree.steps.find((step) => step.id === id) ?? null;
}

/** The question of a node, if it has one. */
export function questionOf(node: Node): Question | null {
  return tree.questions.find((question) => question.id === node.question) ?? null;
}
