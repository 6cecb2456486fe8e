/** The page sign.html: signs files of this computer. It was not opened from a page, so its origin is our own. */
import { openHost } from "../messaging/connect.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";
import { shut } from "../policy/door.ts";
import { takeOffered } from "../token/offered.ts";
import { createShell } from "../ui/shell.ts";
import { workerHash } from "./hashing.ts";
import { buildSignScreen } from "./screens/index.ts";
import { SignSession } from "./session.ts";
import type { SignState } from "./state.ts";

async function main(): Promise<void> {
  if (await shut("sign")) return;
  const shell = await createShell<SignState>({
    build: (state, ui) => buildSignScreen(state, ui, session),
    links: [{ key: "app.start", href: "start.html" }],
  });
  const session = new SignSession({
    openHost: (onClosed) => openHost(UI_ORIGIN, onClosed),
    show: (state) => shell.show(state),
    hash: workerHash(() => new Worker("sign-hash.js")),
  });
  shell.show(session.state);
  addEventListener("pagehide", () => session.end());
  // Come back to from another page with its old content: the host of that time has ended.
  addEventListener("pageshow", ({ persisted }) => persisted && void session.start());
  // A file dropped beside the box must not replace this page.
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
  await Promise.all([session.start(), takeOffered((files) => session.add(files))]);
}

main().catch((error: unknown) => console.error("starting the sign page:", error));
