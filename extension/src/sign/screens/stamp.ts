/** Where the signature shows in a PDF: put on a drawing of the page by pointer or arrow keys, named, or given in numbers. */
import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Common, commonPage } from "../check.ts";
import { isPDF } from "../profiles.ts";
import {
  firstStamp,
  inside,
  LEAP,
  moved,
  PLACES,
  placed,
  SIZES,
  type Size,
  type SizeName,
  STEP,
  type Stamp,
  seen,
  sizeOf,
  toMillimetres,
  toPoints,
} from "../stamp.ts";
import type { On, SignAct } from "./parts.ts";

export function stampChoice(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const input = h("input", { type: "checkbox", id: "stamp" });
  const use = h("label", { class: "tick", for: "stamp" }, input, h("span", {}, ui.t("stamp.use")));
  const unlike = h("p", {}, ui.t("stamp.unlike"));
  const place = h("div", {});
  const element = h(
    "section",
    { "data-stamp": true },
    h("h2", {}, ui.t("stamp.heading")),
    use,
    h("p", { class: "small" }, ui.t("stamp.about")),
    unlike,
    place,
  );
  let page: Common | "unlike" | null = null;
  let files = "";
  let editor: ReturnType<typeof stampEditor> | null = null;
  input.addEventListener("change", () => {
    act.stamp(input.checked && page !== null && page !== "unlike" ? firstStamp(page.sheet) : null);
    ui.announce(ui.t(input.checked ? "stamp.on" : "stamp.off"));
  });
  const update = ({ docs, profile, stamp, check }: On<"choose">) => {
    const now = docs.map(({ id }) => id).join();
    page = commonPage(check, docs) ?? (now === files ? page : null);
    files = now;
    element.hidden = !isPDF(profile) || page === null;
    use.hidden = page === "unlike";
    unlike.hidden = page !== "unlike";
    input.checked = stamp !== null;
    if (stamp === null || page === null || page === "unlike") {
      editor = null;
      refill(place);
      return;
    }
    if (editor === null) {
      editor = stampEditor(ui, act);
      refill(place, editor.element);
    }
    editor.update(stamp, page.pages);
  };
  return { element, update };
}

function stampEditor(ui: Ui, act: SignAct): { element: HTMLElement; update(stamp: Stamp, pages: number): void } {
  let now: { stamp: Stamp; pages: number } | null = null;
  const change: Change = (make) => {
    if (now === null) return;
    const made = make(now.stamp);
    act.stamp(made);
    ui.announce(stampText(ui, made));
  };
  const drawing = pageDrawing(ui, change);
  const places = PLACES.map((place) =>
    button(ui.t(`stamp.place.${place}`), { action: `stamp-${place}` }, () => change((stamp) => placed(stamp, place))),
  );
  const number = (id: string, label: string, set: (stamp: Stamp, value: number) => Stamp, step: string) => {
    const box = h("input", { type: "number", id, min: id === "stamp-page" ? 1 : 0, step, inputmode: "decimal" });
    box.addEventListener("change", () => {
      const value = box.valueAsNumber;
      if (Number.isFinite(value)) change((stamp) => inside(set(stamp, value)));
      else if (now) update(now.stamp, now.pages);
    });
    return { box, element: h("div", {}, h("label", { for: id }, label), box) };
  };
  const pageNumber = number(
    "stamp-page",
    ui.t("stamp.page"),
    (stamp, value) => ({ ...stamp, page: Math.max(1, Math.min(Math.round(value), now?.pages ?? 1)) - 1 }),
    "1",
  );
  const left = number("stamp-left", ui.t("stamp.left"), (s, mm) => ({ ...s, left: toPoints(mm) }), "0.1");
  const bottom = number("stamp-bottom", ui.t("stamp.bottom"), (s, mm) => ({ ...s, bottom: toPoints(mm) }), "0.1");
  const sizes = sizeChoice(ui, (name) =>
    change((stamp) => inside({ ...stamp, width: SIZES[name][0], height: SIZES[name][1] })),
  );
  const line = h("p", { class: "strong", "data-stamp-at": true });
  const update = (stamp: Stamp, pages: number) => {
    now = { stamp, pages };
    drawing.update(stamp);
    fill(pageNumber.box, stamp.page + 1);
    pageNumber.box.max = String(pages);
    fill(left.box, toMillimetres(stamp.left));
    fill(bottom.box, toMillimetres(stamp.bottom));
    sizes.select.value = sizeOf(stamp);
    line.textContent = stampText(ui, stamp);
  };
  const element = h(
    "div",
    {},
    h("p", { id: "stamp-how" }, ui.t("stamp.how")),
    drawing.element,
    line,
    h("div", { class: "buttons", role: "group", "aria-label": ui.t("stamp.places") }, ...places),
    h("div", { class: "parts field" }, pageNumber.element, left.element, bottom.element, sizes.element),
  );
  return { element, update };
}

/** A box that the person is in keeps what is being typed. */
function fill(box: HTMLInputElement, value: number): void {
  if (box !== document.activeElement || box.valueAsNumber !== value) box.value = String(value);
}

function sizeChoice(ui: Ui, set: (name: SizeName) => void): { element: HTMLElement; select: HTMLSelectElement } {
  const options = (Object.keys(SIZES) as SizeName[]).map((name) =>
    h("option", { value: name }, ui.t(`stamp.size.${name}`)),
  );
  const select = h("select", { id: "stamp-size" }, ...options);
  select.addEventListener("change", () => set(select.value as SizeName));
  return { element: h("div", {}, h("label", { for: "stamp-size" }, ui.t("stamp.size")), select), select };
}

/** The place in words, for those who do not see the drawing and for the screen of the PIN. */
export function stampText(ui: Ui, { page, left, bottom }: Stamp): string {
  return ui.t("stamp.at", { page: page + 1, left: toMillimetres(left), bottom: toMillimetres(bottom) });
}

type Change = (make: (stamp: Stamp) => Stamp) => void;

/** The page as a sheet with the mark on it. A press anywhere puts the mark there; dragged, it follows. */
function pageDrawing(ui: Ui, change: Change): { element: HTMLElement; update(stamp: Stamp): void } {
  const mark = h(
    "button",
    { type: "button", class: "stamp-mark", "data-action": "stamp-mark", "aria-describedby": "stamp-how" },
    h("span", {}, ui.t("stamp.sample.name")),
    h("span", {}, ui.t("stamp.sample.date")),
  );
  const sheet = h("div", { class: "sheet", role: "group" }, mark);
  let size: Size = [1, 1];
  let dragged: Stamp | null = null;
  const show = ({ left, bottom, width, height }: Stamp) => {
    const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
    mark.style.insetInlineStart = percent(left, size[0]);
    mark.style.insetBlockEnd = percent(bottom, size[1]);
    mark.style.inlineSize = percent(width, size[0]);
    mark.style.blockSize = percent(height, size[1]);
  };
  let shown: Stamp | null = null;
  const under = ({ clientX, clientY }: PointerEvent): Stamp | null => {
    if (shown === null) return null;
    const box = sheet.getBoundingClientRect();
    const left = ((clientX - box.left) / box.width) * size[0] - shown.width / 2;
    const bottom = ((box.bottom - clientY) / box.height) * size[1] - shown.height / 2;
    return inside({ ...shown, left, bottom });
  };
  const follow = (event: PointerEvent) => {
    dragged = under(event);
    if (dragged) show(dragged);
  };
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    mark.focus();
    follow(event);
  });
  sheet.addEventListener("pointermove", (event) => dragged && follow(event));
  sheet.addEventListener("pointerup", () => {
    const put = dragged;
    dragged = null;
    if (put) change(() => put);
  });
  sheet.addEventListener("pointercancel", () => {
    dragged = null;
    if (shown) show(shown);
  });
  mark.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LEAP : STEP;
    change((stamp) => moved(stamp, way[0] * step, way[1] * step));
  });
  const update = (stamp: Stamp) => {
    size = seen(stamp.sheet);
    shown = stamp;
    sheet.style.aspectRatio = `${size[0]} / ${size[1]}`;
    const [width, height] = [Math.round(toMillimetres(size[0])), Math.round(toMillimetres(size[1]))];
    sheet.setAttribute("aria-label", ui.t("stamp.sheet", { page: stamp.page + 1, width, height }));
    mark.setAttribute("aria-label", `${ui.t("stamp.mark")} ${stampText(ui, stamp)}`);
    if (dragged === null) show(stamp);
  };
  return { element: sheet, update };
}

const WAYS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
