/** The extension API: Firefox calls it `browser`, Chromium `chrome`; both speak promises under MV3. */
export const api: typeof chrome = (globalThis as unknown as { browser?: typeof chrome }).browser ?? globalThis.chrome;
