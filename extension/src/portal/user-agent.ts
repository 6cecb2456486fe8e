/**
 * Runs in the page's own world, only on a site where the person switched it on: tells the page that this computer runs
 * Windows. The portals refuse other systems by this text alone. It changes what navigator
 * says in userAgent, appVersion and platform, and the same of userAgentData, and nothing else.
 */
const WINDOWS = "Windows NT 10.0; Win64; x64";

/** The text with another system in its first brackets; Firefox keeps its version there. */
const told = (text: string): string =>
  text.replace(/\((?:X11|Wayland|Macintosh|Linux)[^)]*?(; rv:[^)]*)?\)/, (_, version = "") => `(${WINDOWS}${version})`);

function answer(target: object | undefined, name: string, value: unknown): void {
  if (target !== undefined)
    Object.defineProperty(target, name, { get: () => value, configurable: true, enumerable: true });
}

type AgentData = { getHighEntropyValues?: (hints: string[]) => Promise<Record<string, unknown>> };
const data = (globalThis as { NavigatorUAData?: { prototype: AgentData } }).NavigatorUAData?.prototype;

answer(Navigator.prototype, "userAgent", told(navigator.userAgent));
answer(Navigator.prototype, "appVersion", told(navigator.appVersion));
answer(Navigator.prototype, "platform", "Win32");
answer(data, "platform", "Windows");
const original = data?.getHighEntropyValues;
if (data !== undefined && original !== undefined) {
  data.getHighEntropyValues = async function (this: AgentData, hints: string[]) {
    const values = await original.call(this, hints);
    const known = { platform: "Windows", platformVersion: "15.0.0", architecture: "x86", bitness: "64" };
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, name in known ? known[name as keyof typeof known] : value]),
    );
  };
}
