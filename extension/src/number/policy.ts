/** The administrator's word: the 個人番号 may be switched off, or let in on listed sites alone. */
import { lets, readPolicy } from "../policy/policy.ts";

export async function numberAllowed(origin: string): Promise<boolean> {
  const policy = await readPolicy();
  return !policy.disabled.has("number") && lets(policy, "numberOrigins", origin);
}
