/**
 * What the fill window shows of a page's own requests: it moves on to token.html where the page asks for nothing but a
 * log-in, else it names log-in and documents to sign beside the form. Nothing happens before the person presses.
 */
import { h } from "../ui/dom.ts";
import type { Ui, View } from "../ui/shell.ts";
import type { PageAccess } from "../window/page.ts";
import type { State } from "../window/state.ts";
import { queryOf } from "./offered.ts";
import { type Asks, asksOf } from "./page.ts";

export type Offers = {
  /** The page, whose requests are noted whenever it is looked at. */
  page: PageAccess;
  /** Leaves this window for the log-in when there is nothing else to do here; true when it does. */
  moveOn(state: State): boolean;
  /** The screen with the box of requests where the person can still choose. */
  withBox(state: State, ui: Ui, view: View<State>): View<State>;
};

export function offersOf(tabId: number, page: PageAccess): Offers {
  let asks: Asks = { request: null, offers: [] };
  return {
    page: {
      ...page,
      look: async () => {
        const looked = await page.look();
        asks = looked === null ? { request: null, offers: [] } : await asksOf(tabId, looked);
        return looked;
      },
    },
    moveOn: (state) => {
      const alone = state.screen === "page-problem" && state.problem === "no-fields";
      if (!alone || asks.request === null || asks.offers.length > 0) return false;
      location.replace(linkTo("token.html", { tab: tabId }));
      return true;
    },
    withBox: (state, ui, view) => {
      const place = state.screen === "prepare" || (state.screen === "page-problem" && state.problem === "no-fields");
      const box = place ? boxOf(ui, tabId, asks) : null;
      return box === null ? view : { ...view, body: [box, ...view.body] };
    },
  };
}

/** The box, or null when the page asks for nothing. */
function boxOf(ui: Ui, tabId: number, { request, offers }: Asks): HTMLElement | null {
  if (request === null && offers.length === 0) return null;
  const toLogin = linkTo("token.html", { tab: tabId });
  const login = request === null ? null : link(toLogin, ui.t("token.offer.login"), "open-token");
  const files = offers.map((offer) =>
    h(
      "li",
      { "data-offer": offer.address },
      h("p", { class: "value" }, offer.text),
      h("p", { class: "small" }, offer.address),
      link(linkTo("sign.html", queryOf(tabId, offer)), ui.t("token.offer.sign"), "open-offer", true),
    ),
  );
  return h(
    "section",
    { class: "box", "data-offers": true },
    h("h2", {}, ui.t("token.offer.heading")),
    login && h("p", {}, login),
    files.length > 0 && h("ul", { class: "rows" }, ...files),
  );
}

function linkTo(page: string, values: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)]));
  const language = new URLSearchParams(location.search).get("lang");
  if (language !== null) query.set("lang", language);
  return `${page}?${query}`;
}

const link = (href: string, text: string, action: string, apart = false) =>
  h("a", { href, class: "button", "data-action": action, target: apart ? "_blank" : null }, text);
