/** The administrator's word: managed storage `number: false` takes the 個人番号 out of the windows. */
import { api } from "../browser.ts";

export async function numberAllowed(): Promise<boolean> {
  // Without a policy Firefox refuses the question.
  const { number } = await api.storage.managed.get("number").catch((): Record<string, unknown> => ({}));
  return number !== false;
}
