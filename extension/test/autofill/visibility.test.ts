import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, type Look, type Style, visible } from "../../src/autofill/visibility.ts";
import { documentOf } from "./page.ts";

const PLAIN: Style = {
  opacity: "1",
  overflowX: "visible",
  overflowY: "visible",
  clipPath: "none",
  backgroundColor: "rgba(0, 0, 0, 0)",
  backgroundImage: "none",
  content: "none",
  pointerEvents: "auto",
  zIndex: "auto",
  width: "auto",
  height: "auto",
};

type Drawn = { style?: Partial<Style>; box?: Box; rendered?: boolean };

/** A page laid out by the test: boxes and styles by id; everything else is plain and fills the page. */
function look(drawn: Record<string, Drawn>, order: (document: Document) => Element[] = () => []): Look {
  return {
    rendered: (element) => drawn[element.id]?.rendered ?? true,
    box: (element) => drawn[element.id]?.box ?? { left: 0, top: 0, right: 1000, bottom: 700 },
    style: (element, pseudo) => ({ ...PLAIN, ...drawn[`${element.id}${pseudo ?? ""}`]?.style }),
    page: () => ({ width: 1000, height: 2000, x: 0, y: 0 }),
    view: () => ({ width: 1000, height: 700 }),
    center: () => {},
    at: (root) => order(root as Document),
    outer: () => null,
  };
}

const MARKUP = "<div id=outer><div id=inner><label id=l for=x>氏名</label><input id=x></div></div><div id=lid></div>";
const FIELD: Box = { left: 100, top: 100, right: 300, bottom: 130 };

/** Whether #x is visible with this layout, the elements above it given by id, topmost first. */
function sees(drawn: Record<string, Drawn>, above: string[] = [], reached = true): boolean {
  const document = documentOf(MARKUP);
  const get = (id: string) => document.getElementById(id) as Element;
  const stack = [...above.map(get), ...(reached ? [get("x")] : []), get("inner"), get("outer")];
  return visible(
    get("x"),
    look({ x: { box: FIELD }, ...drawn }, () => stack),
  );
}

test("a plain field is visible", () => {
  assert.ok(sees({}));
});

test("opacity multiplies through the ancestors", () => {
  assert.ok(sees({ outer: { style: { opacity: "0.85" } }, inner: { style: { opacity: "0.85" } } }));
  assert.ok(!sees({ outer: { style: { opacity: "0.8" } }, inner: { style: { opacity: "0.8" } } }));
  assert.ok(!sees({ x: { box: FIELD, style: { opacity: "0" } } }));
});

test("a filter or a mask that may take a field away hides it; a grey page does not", () => {
  for (const filter of ["opacity(0)", "blur(40px)", "brightness(40)", "grayscale(1) opacity(0.1)", "url(#f)"])
    assert.ok(!sees({ outer: { style: { filter } } }), filter);
  assert.ok(!sees({ inner: { style: { maskImage: "linear-gradient(transparent, transparent)" } } }));
  for (const filter of ["none", "grayscale(1)", "drop-shadow(rgba(0, 0, 0, 0.5) 0px 2px 4px)"])
    assert.ok(sees({ outer: { style: { filter } } }), filter);
});

test("too small, not rendered, outside of the page: not visible", () => {
  assert.ok(!sees({ x: { box: { left: 100, top: 100, right: 101, bottom: 101 } } }));
  assert.ok(!sees({ x: { box: FIELD, rendered: false } }));
  assert.ok(!sees({ x: { box: { left: -5000, top: 100, right: -4800, bottom: 130 } } }));
  assert.ok(!sees({ x: { box: { left: 100, top: -900, right: 300, bottom: -870 } } }));
});

test("cut off by an ancestor or a clip path: not visible", () => {
  const flat: Box = { left: 100, top: 100, right: 300, bottom: 100 };
  assert.ok(!sees({ inner: { box: flat, style: { overflowX: "hidden", overflowY: "hidden" } } }));
  assert.ok(!sees({ outer: { style: { clipPath: "inset(50%)" } } }));
});

test("behind an opaque box: not visible, behind glass: visible", () => {
  assert.ok(!sees({ lid: { style: { backgroundColor: "rgb(255, 255, 255)" } } }, ["lid"]));
  assert.ok(!sees({ lid: { style: { backgroundImage: "url(x.png)" } } }, ["lid"]));
  assert.ok(sees({ lid: { style: { backgroundColor: "rgba(0, 0, 0, 0.1)" } } }, ["lid"]));
  assert.ok(sees({ lid: { style: { backgroundColor: "rgb(0 0 0 / 0)" } } }, ["lid"]));
  assert.ok(!sees({}, [], false));
});

test("under paint that takes no clicks: not visible; a line or a background below it hides nothing", () => {
  const paint = {
    content: '""',
    pointerEvents: "none",
    backgroundColor: "rgb(255, 255, 255)",
    width: "400px",
    height: "40px",
  };
  assert.ok(!sees({ "inner::after": { style: paint } }));
  assert.ok(sees({ "inner::after": { style: { ...paint, height: "2px" } } }));
  assert.ok(sees({ "inner::before": { style: { ...paint, zIndex: "-1" } } }));
});

test("a field under a banner is seen once it is scrolled to the middle", () => {
  const document = documentOf(MARKUP);
  const get = (id: string) => document.getElementById(id) as Element;
  let scrolled = false;
  const stack = () => (scrolled ? [get("x")] : [get("lid"), get("x")]);
  const page = look({ x: { box: FIELD }, lid: { style: { backgroundColor: "rgb(0, 0, 0)" } } }, stack);
  const center = () => {
    scrolled = true;
  };
  assert.ok(visible(get("x"), { ...page, center }));
});

test("the field's own label floating above it does not hide it, unless it lies over more than half of it", () => {
  const style = { backgroundColor: "rgb(255, 255, 255)" };
  const words = { left: 110, top: 95, right: 180, bottom: 125 };
  assert.ok(sees({ l: { style, box: words } }, ["l"]));
  assert.ok(!sees({ l: { style, box: { ...words, right: 290 } } }, ["l"]));
  assert.ok(sees({ l: { box: FIELD } }, ["l"]), "a label without a background");
});

test("what is hidden from a screen reader is not a person's to fill", () => {
  const document = documentOf("<div aria-hidden=true><input id=x></div>");
  const x = document.getElementById("x") as Element;
  assert.ok(
    !visible(
      x,
      look({ x: { box: FIELD } }, () => [x]),
    ),
  );
});

test("a field is as visible as the frame it is in", () => {
  const [inside, around] = [documentOf("<input id=x>"), documentOf("<iframe id=f></iframe><div id=lid></div>")];
  const get = (document: Document, id: string) => document.getElementById(id) as Element;
  const x = get(inside, "x");
  const seen = (above: Element[]) => {
    const outside = look({ lid: { style: { backgroundColor: "rgb(1, 1, 1)" } } }, () => [...above, get(around, "f")]);
    const inner = look({ x: { box: FIELD } }, () => [x]);
    return visible(x, { ...inner, outer: () => ({ frame: get(around, "f"), look: outside, left: 10, top: 10 }) });
  };
  assert.ok(seen([]));
  assert.ok(!seen([get(around, "lid")]));
});
