/** Pages that an administrator closed say so and do nothing else. */
import { api } from "../browser.ts";
import { createShell } from "../ui/shell.ts";
import { type Feature, readPolicy } from "./policy.ts";
import { failureParts } from "./words.ts";

/** Shows that this page is closed, and returns true, when the administrator took the feature away. */
export async function shut(feature: Feature): Promise<boolean> {
  if (!(await readPolicy()).disabled.has(feature)) {
    shutLater(feature);
    return false;
  }
  const shell = await createShell<{ screen: "managed" }>({
    build: (_, ui) => ({ heading: ui.t("managed.closed.heading"), body: failureParts(ui) }),
    links: [{ key: "app.start", href: "start.html" }],
  });
  shell.show({ screen: "managed" });
  return true;
}

/** The browser hands out a policy some seconds after it loaded the extension, and whenever it is changed. */
function shutLater(feature: Feature): void {
  api.storage.onChanged.addListener(async (_, area) => {
    if (area === "managed" && (await readPolicy()).disabled.has(feature)) location.reload();
  });
}
