/** Pages that an administrator closed say so and do nothing else. */

import { createShell } from "../ui/shell.ts";
import { type Feature, readPolicy } from "./policy.ts";
import { failureParts } from "./words.ts";

/** Shows that this page is closed, and returns true, when the administrator took the feature away. */
export async function shut(feature: Feature): Promise<boolean> {
  if (!(await readPolicy()).disabled.has(feature)) return false;
  const shell = await createShell<{ screen: "managed" }>({
    build: (_, ui) => ({ heading: ui.t("managed.closed.heading"), body: failureParts(ui) }),
    links: [{ key: "app.start", href: "start.html" }],
  });
  shell.show({ screen: "managed" });
  return true;
}
