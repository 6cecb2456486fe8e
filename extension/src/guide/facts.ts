/** Facts on the page: each with the source it was taken from and its date, so that a person can see how old it is. */
import { h } from "../ui/dom.ts";
import { type Fact, factsOf } from "./data.ts";
import { dateOf, type Frame, spoken } from "./words.ts";

/** A list of facts by their ids. */
export function factList(frame: Frame, ids: readonly string[], kind = "facts"): HTMLElement {
  return h("ul", { class: kind }, ...factsOf([...new Set(ids)]).map((fact) => factItem(frame, fact)));
}

export function factItem(frame: Frame, fact: Fact): HTMLElement {
  return h("li", { "data-fact": fact.id }, h("p", {}, ...spoken(fact, frame.speech)), sourceLine(frame, fact));
}

/** "Source: …": a link, opened only when the person presses it, that tells the site nothing about this page. */
function sourceLine(frame: Frame, { source }: Fact): HTMLElement {
  const MARK = "\u0001";
  const name = source.undated ? "undated" : "source";
  const children = frame.say(name, { title: MARK, date: dateOf(frame, source.date) });
  const link = () =>
    h("a", { href: source.where, target: "_blank", rel: "noreferrer noopener", lang: "ja" }, source.title);
  return h(
    "p",
    { class: "small source" },
    ...children.flatMap((child) => {
      if (typeof child !== "string" || !child.includes(MARK)) return [child];
      const [before, after] = child.split(MARK);
      return [before, link(), after];
    }),
  );
}
