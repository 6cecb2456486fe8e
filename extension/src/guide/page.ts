/** What the page shows: the tree's place, the sheet to print, and everything else by topic. */
import { type Child, h } from "../ui/dom.ts";
import type { Ui, View } from "../ui/shell.ts";
import { bringSection } from "./bring.ts";
import { facts, type Place, tree } from "./data.ts";
import { factItem } from "./facts.ts";
import { fragment } from "./link.ts";
import { headingAt, nextSection } from "./next.ts";
import { Frame, spoken } from "./words.ts";

/** plain: やさしい日本語 instead of usual Japanese. topic: the one to show opened. */
export type GuideState = { screen: "guide"; place: Place; plain: boolean; topic: string | null };

export function buildGuide(state: GuideState, ui: Ui): View<GuideState> {
  const frame = new Frame(ui.language, state.plain);
  const underWay = state.place.state !== null;
  return {
    heading: headingAt(frame, state.place),
    // Whoever comes from an error gets the next step first; the rest can wait.
    body: [
      underWay ? null : h("p", {}, ...frame.say("what")),
      h("p", {}, plainSwitch(frame, ui, state.place)),
      nextSection(frame, state.place),
      h("p", { class: "small" }, ...frame.say("unofficial")),
      bringSection(frame),
      h("section", { id: "all" }, h("h2", {}, ...frame.say("all")), ...topics(frame, state)),
    ],
  };
}

/** From English and from usual Japanese to plain Japanese, and back. */
function plainSwitch(frame: Frame, ui: Ui, place: Place): HTMLElement {
  const plain = frame.speech === "yasashii";
  const query = plain ? "?lang=ja" : "?lang=ja&plain=1";
  const attributes = {
    href: `guide.html${query}#${fragment(place)}`,
    class: "button",
    lang: "ja",
    "data-action": plain ? "usual" : "plain",
  };
  return h("a", attributes, ui.t(plain ? "guide.toUsual" : "guide.toPlain"));
}

/** Everything, folded by topic; once a PIN is chosen, only what is about it. */
function topics(frame: Frame, { place, topic: opened }: GuideState): Child[] {
  return tree.topics.map((topic) => {
    const about = facts.filter(
      (fact) => fact.topic === topic.id && (!place.pin || !fact.pins || fact.pins.includes(place.pin)),
    );
    if (about.length === 0) return null;
    return h(
      "details",
      { id: `topic-${topic.id}`, open: topic.id === opened, "data-topic": topic.id },
      h("summary", {}, h("span", {}, ...spoken(topic, frame.speech))),
      h("ul", { class: "facts" }, ...about.map((fact) => factItem(frame, fact))),
    );
  });
}
