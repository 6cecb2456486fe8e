/** The page guide.html: which PIN is which, and what to do when one is lost. No card, no host, no network. */
import { createShell } from "../ui/shell.ts";
import { placeOf } from "./link.ts";
import { buildGuide, type GuideState } from "./page.ts";

/** The address says everything: ?plain=1 and, behind the #, the place in the tree, bring, or topic=ID. */
function stateOf({ search, hash }: Location): GuideState {
  return {
    screen: "guide",
    place: placeOf(hash),
    plain: new URLSearchParams(search).get("plain") === "1",
    topic: new URLSearchParams(hash.slice(1)).get("topic"),
  };
}

async function main(): Promise<void> {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "guide.css" }));
  const links = [
    { key: "app.start", href: "start.html" },
    { key: "app.sign", href: "sign.html" },
  ] as const;
  const shell = await createShell<GuideState>({ build: buildGuide, links: [...links] });
  const show = () => {
    // The sheet is a part of whatever is on show: going there must not lose the place in the tree.
    if (location.hash !== "#bring" || !document.getElementById("bring")) shell.show(stateOf(location));
    reveal(location.hash);
  };
  addEventListener("hashchange", show);
  show();
}

/** Goes to the sheet or to a topic, also for those who do not see the page move. */
function reveal(hash: string): void {
  const topic = new URLSearchParams(hash.slice(1)).get("topic");
  const target = hash === "#bring" ? "#bring h2" : topic && /^[a-z]+$/.test(topic) ? `#topic-${topic} summary` : null;
  const element = target ? document.querySelector<HTMLElement>(target) : null;
  element?.focus();
  element?.scrollIntoView();
}

main().catch((error: unknown) => console.error("starting the page:", error));
