import type { Ui } from "./shell.ts";

/**
 * Where the three numbers are, as lines and frames: a sketch to find them by, not a picture of a card. Hidden from those
 * who do not see it: the boxes of the form have the same names and numbers.
 */
export function faceDrawing(ui: Ui): SVGElement {
  const drawing = svg("svg", {
    viewBox: "0 0 320 190",
    class: "drawing",
    role: "img",
    "aria-label": ui.t("face.drawing"),
  });
  drawing.append(
    svg("rect", { x: 4, y: 4, width: 312, height: 182, "stroke-dasharray": "8 6" }),
    ...grey([
      [20, 28, 170],
      [20, 48, 240],
    ]),
    svg("rect", { x: 20, y: 70, width: 62, height: 84, "stroke-dasharray": "2 4" }),
    ...marked(ui, 96, 68, "face.drawing.birth"),
    ...marked(ui, 96, 106, "face.drawing.expiry"),
    ...marked(ui, 96, 144, "face.drawing.code"),
  );
  return drawing;
}

type Words = "face.drawing.birth" | "face.drawing.expiry" | "face.drawing.code";

function marked(ui: Ui, x: number, y: number, key: Words): SVGElement[] {
  const words = svg("text", { x: x + 8, y: y + 20 });
  words.textContent = ui.t(key);
  return [svg("rect", { x, y, width: 214, height: 30, class: "mark" }), words];
}

const grey = (lines: [number, number, number][]) =>
  lines.map(([x, y, width]) => svg("line", { x1: x, y1: y, x2: x + width, y2: y }));

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element as SVGElement;
}
