/**
 * The frame around every screen: heading row with the language switch, the screen, the unofficial note. It
 * moves the focus to the heading when the screen changes, and speaks changes through one live region.
 */
import { type Key, type Language, text, type Values } from "../i18n/index.ts";
import { button, h, refill } from "./dom.ts";
import { chosenLanguage, rememberLanguage } from "./language.ts";

/**
 * A screen on display. `update` takes a newer state of the same screen without building it anew; it returns
 * false when that state needs another screen after all.
 */
export type View<S> = { heading: string; body: (HTMLElement | null)[]; update?: (state: S) => unknown };

/** What a screen needs to build itself. */
export type Ui = {
  language: Language;
  t(key: Key, values?: Values): string;
  /** Speaks a text to those who do not see the screen. */
  announce(text: string): void;
};

export type Shell<S extends { screen: string }> = { show(state: S): void };

type Options<S extends { screen: string }> = {
  build: (state: S, ui: Ui) => View<S>;
  /** Links at the foot: to the other pages of the extension. */
  links: readonly { key: Key; href: string }[];
  onLanguage?: () => void;
};

/** Builds the frame into the document's body and waits for states to show. */
export async function createShell<S extends { screen: string }>(options: Options<S>): Promise<Shell<S>> {
  const language = await chosenLanguage();
  return new PageShell(options, language);
}

class PageShell<S extends { screen: string }> implements Shell<S> {
  readonly #options: Options<S>;
  readonly #header = h("header");
  readonly #main = h("main", { id: "main" });
  readonly #footer = h("footer");
  readonly #live = h("p", { id: "live", class: "hidden", role: "status", "aria-live": "polite" });
  #language: Language;
  #state: S | null = null;
  #view: View<S> | null = null;

  constructor(options: Options<S>, language: Language) {
    this.#options = options;
    this.#language = language;
    document.body.append(this.#header, this.#main, this.#footer, this.#live);
    this.#frame();
  }

  show(state: S): void {
    const before = this.#state;
    this.#state = state;
    if (before?.screen === state.screen && this.#view?.update && this.#view.update(state) !== false) return;
    this.#build(state, true);
  }

  #ui(): Ui {
    const language = this.#language;
    return {
      language,
      t: (key, values) => text(language, key, values),
      announce: (spoken) => {
        this.#live.textContent = spoken;
      },
    };
  }

  #build(state: S, changed: boolean): void {
    const ui = this.#ui();
    const view = this.#options.build(state, ui);
    this.#view = view;
    document.body.dataset.screen = state.screen;
    document.title = ui.t("app.title", { screen: view.heading });
    const heading = h("h1", { tabindex: -1 }, view.heading);
    refill(this.#main, heading, ...view.body);
    if (changed) heading.focus();
    scrollTo(0, 0);
  }

  #frame(): void {
    const { t } = this.#ui();
    document.documentElement.lang = this.#language;
    document.body.dataset.lang = this.#language;
    const name = h("p", { class: "name" }, t("app.name"));
    const group = h("div", { class: "languages", role: "group", "aria-label": t("app.language") });
    group.append(this.#switch("ja", "日本語"), this.#switch("en", "English"));
    refill(this.#header, name, group);
    refill(this.#footer, ...this.#note(t), this.#links(t));
  }

  #switch(language: Language, label: string): HTMLButtonElement {
    const element = button(label, { action: `lang-${language}` }, () => this.#choose(language));
    element.lang = language;
    element.setAttribute("aria-pressed", String(language === this.#language));
    return element;
  }

  #choose(language: Language): void {
    if (language === this.#language) return;
    this.#language = language;
    rememberLanguage(language).catch((error: unknown) => console.error("storing the language:", error));
    this.#frame();
    this.#options.onLanguage?.();
    if (this.#state) this.#build(this.#state, false);
    this.#header.querySelector<HTMLElement>(`[data-action="lang-${language}"]`)?.focus();
  }

  #note(t: Ui["t"]): HTMLElement[] {
    const lines = [t("note.unofficial"), t("note.tested"), t("note.deadline")];
    return [h("h2", {}, t("note.heading")), ...lines.map((line) => h("p", {}, line))];
  }

  #links(t: Ui["t"]): HTMLElement {
    const items = this.#options.links.map(({ key, href }) =>
      h("li", {}, h("a", { href, target: "_blank", "data-action": `open-${href.replace(".html", "")}` }, t(key))),
    );
    return h("ul", { class: "links" }, ...items);
  }
}
