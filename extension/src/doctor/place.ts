/** Which browser on which system this is, as the program's command line names them. */
import { api } from "../browser.ts";

export type Place = { browser: string; release: string; os: string };

type Brand = { brand: string; version: string };

/** Names in the user agent's brands, and how `hitofude install --browser` calls them. Chromium is what all of them are too. */
const BRANDS: readonly [string, string][] = [
  ["Microsoft Edge", "edge"],
  ["Brave", "brave"],
  ["Opera", "opera"],
  ["Vivaldi", "vivaldi"],
  ["Google Chrome", "chrome"],
  ["Chromium", "chromium"],
];

/** The browser's name and its main version from what it says of itself. */
export function browserOf(
  brands: readonly Brand[],
  firefox: { name: string; version: string } | null,
): [string, string] {
  if (firefox) return [firefox.name.toLowerCase(), firefox.version];
  for (const [brand, name] of BRANDS) {
    const found = brands.find((one) => one.brand === brand);
    if (found) return [name, found.version];
  }
  return ["chromium", ""];
}

/** Asks the browser. Firefox and its kin tell their name only to extensions. */
export async function findPlace(): Promise<Place> {
  const runtime = api.runtime as typeof api.runtime & {
    getBrowserInfo?: () => Promise<{ name: string; version: string }>;
  };
  const info = (await runtime.getBrowserInfo?.()) ?? null;
  const { brands = [] } = (navigator as unknown as { userAgentData?: { brands?: Brand[] } }).userAgentData ?? {};
  const [browser, release] = browserOf(brands, info);
  const { os } = await runtime.getPlatformInfo();
  return { browser, release, os };
}

/** The commands of a terminal that register this browser, and that look for the cause. */
export function installCommand({ browser, os }: Place): { command: string; search: string } {
  const program = os === "win" ? "hitofude.exe" : "hitofude";
  return { command: `${program} install --browser ${browser}`, search: `${program} doctor --browser ${browser}` };
}
