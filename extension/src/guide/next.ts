/** The way through the tree: which PIN, what has happened, a question where the card cannot know, the one next step. */
import { PIN_KINDS, type PinKind, pinSpec, pinWords } from "../pin/kinds.ts";
import { type Child, h } from "../ui/dom.ts";
import { type Answer, type Node, nodeAt, type Place, questionOf, type Step, stepAt, tree } from "./data.ts";
import { factList } from "./facts.ts";
import { fragment } from "./link.ts";
import { bare, type Frame, markJapanese, spoken, withoutReadings, withReadings } from "./words.ts";

const START: Place = { pin: null, state: null, answer: null };

/** The heading for a place: the PIN and its state once they are known. */
export function headingAt(frame: Frame, { pin, state }: Place): string {
  if (!pin && !state) return frame.bare("heading");
  const about = pin ? bareName(frame, pin) : frame.bare("card");
  const named = tree.states.find(({ id }) => id === state);
  return named ? frame.bare("headingAt", { pin: about, state: bare(named, frame.speech) }) : about;
}

/** What the tree shows at a place. */
export function nextSection(frame: Frame, place: Place): HTMLElement {
  const node = place.state === null ? null : nodeAt(place.pin, place.state);
  const step = node && stepAt(node, place.answer);
  return h(
    "section",
    { id: "next" },
    ...(step && node
      ? stepBox(frame, node, step)
      : node
        ? asked(frame, place, node)
        : place.pin
          ? states(frame, place.pin)
          : pins(frame)),
    (place.pin ?? place.state) && h("p", {}, link("#", "again", [...frame.say("again")])),
    place.pin && about(frame, place.pin),
  );
}

function link(href: string, action: string, children: Child[]): HTMLElement {
  return h("a", { href, class: "button", "data-action": action }, h("span", {}, ...children));
}

const to = (place: Place) => `#${fragment(place)}`;

/** The six PINs, and what can be the matter with the card itself. */
function pins(frame: Frame): Child[] {
  const ofCard = tree.nodes.filter((node) => !node.pin);
  return [
    h("h2", {}, ...frame.say("choosePin")),
    choices(PIN_KINDS.map((pin) => link(to({ ...START, pin }), `pin-${pin}`, name(frame, pin)))),
    h("h2", {}, ...frame.say("card")),
    choices(ofCard.map(({ state }) => stateLink(frame, null, state))),
  ];
}

function states(frame: Frame, pin: PinKind): Child[] {
  const nodes = tree.nodes.filter((node) => node.pin === pin);
  return [h("h2", {}, ...frame.say("chooseState")), choices(nodes.map(({ state }) => stateLink(frame, pin, state)))];
}

function stateLink(frame: Frame, pin: PinKind | null, state: string): HTMLElement {
  const words = tree.states.find(({ id }) => id === state);
  return link(to({ ...START, pin, state }), `state-${state}`, words ? spoken(words, frame.speech) : [state]);
}

function choices(links: HTMLElement[]): HTMLElement {
  return h("ul", { class: "choices" }, ...links.map((element) => h("li", {}, element)));
}

function asked(frame: Frame, place: Place, node: Node): Child[] {
  const question = questionOf(node);
  if (!question) return [];
  const answers: Answer[] = ["yes", "no"];
  return [
    h("h2", {}, ...spoken(question, frame.speech)),
    choices(
      answers.map((answer) =>
        link(to({ ...place, answer }), `answer-${answer}`, spoken(question[answer], frame.speech)),
      ),
    ),
    node.facts ? factList(frame, node.facts) : null,
  ];
}

function stepBox(frame: Frame, node: Node, step: Step): Child[] {
  const place = step.place === "counter" || step.place === "kiosk" ? step.place : "home";
  return [
    h(
      "div",
      { class: "box step", "data-step": step.id, "data-place": place },
      h("h2", {}, ...frame.say("next")),
      h("p", { class: "strong big" }, ...spoken(step, frame.speech)),
      h("p", {}, ...frame.say(place)),
      place === "counter" && h("p", {}, link("#bring", "bring", [...frame.say("toBring")])),
    ),
    factList(frame, [...(node.facts ?? []), ...step.facts]),
  ];
}

/** The PIN's names, so that a person finds the one that a site asked for. */
function about(frame: Frame, pin: PinKind): HTMLElement {
  const words = pinWords(pin, frame.speech === "en" ? "en" : "ja");
  return h(
    "div",
    { class: "box", "data-about": pin },
    h("h2", {}, ...name(frame, pin)),
    frame.speech === "yasashii" && h("p", {}, words.name),
    h("p", {}, ...frame.say("also")),
    h("ul", { lang: "ja" }, ...pinSpec(pin).alsoCalled.map((other) => h("li", {}, other))),
  );
}

/** The name to choose by: the official one, in plain Japanese the short one with its reading. */
export function name(frame: Frame, pin: PinKind): Child[] {
  if (frame.speech === "yasashii") return withReadings(plainName(pin));
  const { name: official } = pinWords(pin, frame.speech);
  return frame.speech === "en" ? markJapanese(official) : [official];
}

function bareName(frame: Frame, pin: PinKind): string {
  return frame.speech === "yasashii" ? withoutReadings(plainName(pin)) : pinWords(pin, frame.speech).short;
}

const plainName = (pin: PinKind) => tree.pins[pin] ?? pin;
