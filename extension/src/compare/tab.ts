/** Asking a document of the tab what stands in its fields. */
import { api } from "../browser.ts";
import type { PageFunctions } from "../page/main.ts";
import type { Standing } from "./types.ts";

/** Reads these fields of the document kept under the nonce; [] when it is gone or is another one by now. */
export async function readIn(
  target: chrome.scripting.InjectionTarget,
  nonce: string,
  refs: readonly string[],
): Promise<Standing[]> {
  try {
    const [answer] = await api.scripting.executeScript({
      target,
      func: (kept: string, wanted: string[]) =>
        (globalThis as { __hitofude?: PageFunctions }).__hitofude?.readValues(kept, wanted) ?? null,
      args: [nonce, [...refs]],
    });
    return (await answer?.result) ?? [];
  } catch {
    return [];
  }
}
