// A person who sees nothing and has no mouse: hears the accessibility tree, presses keys. Nothing here looks at the page itself.

import { heardIn } from "./browser.mjs";

/** Roles whose name says everything inside them. */
const WHOLE = new Set([
  "heading",
  "button",
  "link",
  "textbox",
  "checkbox",
  "combobox",
  "image",
  "img",
  "DisclosureTriangle",
]);
/** Marks, and what only a sighted person unfolds. */
const SILENT = new Set(["ListMarker", "MenuListPopup"]);
const STATES = { checked: "ticked", pressed: "pressed", disabled: "not available", invalid: "wrong", expanded: "open" };

export async function listenTo(page) {
  const tree = () => heardIn(page);
  const focused = async () => {
    // The document itself counts as focused too; the innermost one is meant.
    const all = [...(await tree()).values()].filter((node) => !node.ignored && property(node, "focused") === true);
    return all.at(-1) ?? null;
  };
  const until = async (what, read) => {
    let last = "";
    for (const end = Date.now() + 20_000; Date.now() < end; await pause(60)) {
      last = await read();
      if (last !== null && what.test(last)) return last;
    }
    throw new Error(`waiting to hear ${what}, heard:\n${last}`);
  };

  const listener = {
    /** Everything in the main part of the page, one line for each thing said. */
    async hear() {
      const nodes = await tree();
      const main = [...nodes.values()].find((node) => !node.ignored && node.role.value === "main");
      return main ? say(nodes, main).join("\n") : "";
    },
    /** Waits until the main part says something like it, and returns all of it. */
    expect: (what) => until(what, () => listener.hear()),
    /** What the focus is on, as it is said. */
    async where() {
      const node = await focused();
      return node ? line(node) : "";
    },
    /** Goes on with the Tab key until the focus is on something that is said like it. */
    async tabTo(what) {
      const met = [];
      for (let steps = 0; steps < 60; steps++) {
        const now = await listener.where();
        if (what.test(now) && !now.includes("not available")) return;
        met.push(now);
        await page.keyboard.press("Tab");
      }
      throw new Error(`no ${what} with the Tab key, only:\n${met.join("\n")}`);
    },
    key: (name) => page.keyboard.press(name),
    type: (text) => page.keyboard.type(text),
    /** One step back; what stands in a box that is entered by keys is chosen, and typed over. */
    async back() {
      await page.keyboard.down("Shift");
      await page.keyboard.press("Tab");
      await page.keyboard.up("Shift");
    },
    /** Goes to something and presses Enter on it. */
    async activate(what) {
      await listener.tabTo(what);
      await page.keyboard.press("Enter");
    },
  };
  return listener;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const property = (node, name) => node.properties?.find((one) => one.name === name)?.value.value;
const nameOf = (node) => (node.name?.value ?? "").replace(/\s+/g, " ").trim();

/** One thing as a screen reader would say it: what it is, its name, how it stands. */
function line(node) {
  const role = node.role.value;
  const level = role === "heading" ? ` ${property(node, "level")}` : "";
  const states = Object.entries(STATES).filter(([name]) => ![undefined, false, "false"].includes(property(node, name)));
  return [`${role}${level}: ${nameOf(node)}`, ...states.map(([, word]) => word)].join(", ");
}

function say(nodes, node) {
  const role = node.role?.value;
  if (SILENT.has(role)) return [];
  if (!node.ignored && WHOLE.has(role)) return [line(node)];
  if (!node.ignored && role === "StaticText") return nameOf(node) === "" ? [] : [nameOf(node)];
  const inside = (node.childIds ?? []).flatMap((id) => (nodes.has(id) ? say(nodes, nodes.get(id)) : []));
  // The words of a label are said by the control it belongs to, which may stand inside it.
  if (role === "LabelText") return inside.filter((text) => /^(checkbox|textbox|combobox)/.test(text));
  const spoken = role === "paragraph" ? [inside.join(" ")].filter((text) => text !== "") : inside;
  // What speaks up by itself is marked as such.
  return !node.ignored && role === "alert" ? spoken.map((text) => `! ${text}`) : spoken;
}
