import ids from "shared:ids";
import { api } from "../browser.ts";
import { hostAsks } from "../pin/entry.ts";
import { readPolicy } from "../policy/policy.ts";
import { HostClient, type Port } from "./client.ts";
import { HitofudeError } from "./failure.ts";

/**
 * Opens the host for an origin: the real one, or the practice program by its name. The window that calls this owns the
 * process: its end is the host's end.
 */
export async function openHost(
  origin: string,
  onClosed: (failure: HitofudeError) => void,
  host: string = ids.host,
): Promise<HostClient> {
  let port: chrome.runtime.Port | null = null;
  const client = await HostClient.open({
    connect: () => {
      port = api.runtime.connectNative(host);
      return port as unknown as Port;
    },
    closedBecause: () => {
      const inFirefox = (port as unknown as { error?: { message?: string } | null } | null)?.error?.message;
      return inFirefox ?? api.runtime.lastError?.message ?? "";
    },
    origin,
    practice: host === ids.practice,
    version: api.runtime.getManifest().version,
    onClosed,
  });
  if (host === ids.practice || hostAsks(client) || !(await readPolicy()).pinEntryHost) return client;
  // The administrator wants no PIN in the browser, and this program does not ask for it elsewhere.
  client.close();
  throw new HitofudeError("PIN_ENTRY_UNAVAILABLE", { reason: "managed" });
}
