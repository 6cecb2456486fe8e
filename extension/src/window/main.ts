/** The page window.html?tab=ID: the one Hitofude window of a tab. */
import { api } from "../browser.ts";
import { Memory } from "../memory/store.ts";
import { openHost } from "../messaging/connect.ts";
import { numberAllowed } from "../number/policy.ts";
import { covered } from "../policy/cover.ts";
import { readPolicy } from "../policy/policy.ts";
import { practiceIn } from "../practice/place.ts";
import { addSite, ownSites } from "../site/own.ts";
import { offersOf } from "../token/offers.ts";
import { createShell } from "../ui/shell.ts";
import { followTab } from "./follow-tab.ts";
import { LeavingBar } from "./leaving-bar.ts";
import { pageOf } from "./page.ts";
import { buildScreen } from "./screens/index.ts";
import { Session } from "./session.ts";
import { holdsValues, type State } from "./state.ts";

const tabId = Number(new URLSearchParams(location.search).get("tab") ?? Number.NaN);

async function main(): Promise<void> {
  const practice = practiceIn(tabId);
  const offers = offersOf(tabId, pageOf(tabId));
  const bar = new LeavingBar(() => session.stay());
  const shell = await createShell<State>({
    build: (state, ui) => {
      const view = bar.over(ui, offers.withBox(state, ui, buildScreen(state, ui, session)));
      const kiosk = "job" in state && state.job?.policy?.kiosk === true;
      const shown = kiosk && holdsValues(state) ? covered(ui, view) : view;
      return practice === null ? shown : practice.over(ui, shown);
    },
    links: [
      { key: "pins.link", href: "pins.html" },
      { key: "guide.heading", href: "guide.html" },
      { key: "app.sign", href: "sign.html" },
      { key: "portal.link", href: "portal.html" },
      { key: "app.start", href: "start.html" },
    ],
  });
  const session = new Session({
    page: practice?.page ?? offers.page,
    openHost: practice?.openHost ?? openHost,
    memory: practice?.memory ?? new Memory(api.storage.local),
    policy: readPolicy,
    sites: { own: ownSites, add: addSite },
    numberAllowed,
    leaving: (seconds) => bar.tell(seconds),
    show: (state) => {
      if (!offers.moveOn(state)) shell.show(state);
    },
  });
  followTab(tabId, session);
  addEventListener("pagehide", () => session.end());
  // Come back to from another page with its old content: the host of that time has ended.
  addEventListener("pageshow", ({ persisted }) => persisted && void session.start());
  shell.show(session.state);
  await session.start();
}

main().catch((error: unknown) => console.error("starting the window:", error));
