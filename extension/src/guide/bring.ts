/**
 * 「窓口に持っていくもの」: the part of the page that is printed, alone, on one A4 sheet. It can be shown at the counter
 * and left lying about: nothing on it is about the person, and it asks for no name and no number.
 */
import { PIN_KINDS } from "../pin/kinds.ts";
import { button, type Child, h } from "../ui/dom.ts";
import { tree } from "./data.ts";
import { factList } from "./facts.ts";
import { name } from "./next.ts";
import { type Frame, spoken } from "./words.ts";

const CHOSEN = PIN_KINDS.filter((pin) => !pin.startsWith("verification"));

export function bringSection(frame: Frame): HTMLElement {
  const { say, facts, proxy } = tree.bring;
  const print = button(frame.bare("print"), { action: "print" }, () => globalThis.print());
  return h(
    "section",
    { id: "bring" },
    h("h2", { tabindex: -1 }, ...frame.say("toBring")),
    h("div", { class: "buttons" }, print),
    h("h3", {}, ...frame.say("say")),
    // The clerk reads Japanese, whatever the person reads.
    h("p", { class: "say", lang: "ja" }, say.ja),
    frame.speech !== "ja" && h("p", {}, ...spoken(say, frame.speech)),
    h("p", {}, ...frame.say("which")),
    h("ul", { class: "checks" }, ...CHOSEN.map((pin) => h("li", {}, ...pinName(frame, pin)))),
    h("h3", {}, ...frame.say("items")),
    factList(frame, facts, "facts checks"),
    h("h3", {}, ...frame.say("proxy")),
    factList(frame, proxy),
    h("h3", {}, ...frame.say("place")),
    h("p", { class: "line" }),
    h("p", { class: "line" }),
    h("p", { class: "small" }, ...frame.say("noName")),
    h("p", { class: "small" }, ...frame.say("made")),
  );
}

/** Beside a translation stands the Japanese name, for the clerk. */
function pinName(frame: Frame, pin: (typeof CHOSEN)[number]): Child[] {
  const own = name(frame, pin);
  return frame.speech === "en" ? [...own, " / ", h("span", { lang: "ja" }, ...japanese(pin))] : own;
}

const japanese = (pin: (typeof CHOSEN)[number]) => [tree.pins[pin]?.replace(/\{([^|]+)\|[^}]+\}/g, "$1") ?? pin];
