import { api } from "../browser.ts";
import { type Language, languageOf } from "../i18n/index.ts";

const STORED = "language";

/** The language to show: the address's `lang`, else the person's last choice, else the browser's. */
export async function chosenLanguage(): Promise<Language> {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked === "ja" || asked === "en") return asked;
  const { [STORED]: stored } = await api.storage.local.get(STORED);
  return stored === "ja" || stored === "en" ? stored : languageOf(api.i18n.getUILanguage());
}

/** Keeps the choice. Beside it this extension stores only what a person switched on (sites to log in to, portals, the memory). */
export async function rememberLanguage(language: Language): Promise<void> {
  await api.storage.local.set({ [STORED]: language });
}
