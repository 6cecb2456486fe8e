/**
 * The visible mark of a signature: where it lies on a page. All lengths are points of 1/72 inch; people are shown
 * millimetres. A mark is put on the page as it is seen, from its lower left corner; the host counts in the page's own
 * coordinates, whose zero may lie elsewhere and which may be turned (docs/PROTOCOL.md, sign.check).
 */

export type Size = readonly [width: number, height: number];

/** A page: its borders in its own coordinates, and by how many degrees it is turned clockwise to be shown. */
export type Sheet = { box: readonly [left: number, bottom: number, right: number, top: number]; rotate: number };

/** `page` counts from 0. `sheet`: the page it was put on. */
export type Stamp = { page: number; left: number; bottom: number; width: number; height: number; sheet: Sheet };

/** Width and height of a page as it is seen. */
export function seen({ box: [left, bottom, right, top], rotate }: Sheet): Size {
  const [width, height] = [right - left, top - bottom];
  return rotate % 180 === 0 ? [width, height] : [height, width];
}

/** Where on the page, as people say it. */
export const PLACES = ["top-left", "top-right", "center", "bottom-left", "bottom-right"] as const;
export type Place = (typeof PLACES)[number];

const POINTS = 72 / 25.4;
export const toPoints = (millimetres: number): number => millimetres * POINTS;
/** Millimetres with one decimal, as the fields show them. */
export const toMillimetres = (points: number): number => Math.round((points / POINTS) * 10) / 10;

/** Name and date stand in two lines; larger than small they are read on paper as well. */
export const SIZES = {
  small: [toPoints(45), toPoints(12)],
  medium: [toPoints(60), toPoints(18)],
  large: [toPoints(90), toPoints(27)],
} as const satisfies Record<string, Size>;
export type SizeName = keyof typeof SIZES;

export const sizeOf = ({ width, height }: Stamp): SizeName =>
  (Object.keys(SIZES) as SizeName[]).find((name) => near(SIZES[name][0], width) && near(SIZES[name][1], height)) ??
  "medium";

const near = (a: number, b: number) => Math.abs(a - b) < 0.01;

/** From the edge, so that a printer shows it. */
const MARGIN = toPoints(10);

/** Arrow keys move it by a millimetre, with Shift by a centimetre. */
export const STEP = toPoints(1);
export const LEAP = toPoints(10);

/** The mark where it is put first: on the first page, at the lower right, as a seal on paper. */
export function firstStamp(sheet: Sheet): Stamp {
  const [width, height] = SIZES.medium;
  return placed({ page: 0, left: 0, bottom: 0, width, height, sheet }, "bottom-right");
}

/** The mark at one of the places. */
export function placed(stamp: Stamp, place: Place): Stamp {
  const [width, height] = seen(stamp.sheet);
  const across = (width - stamp.width) / 2;
  const up = (height - stamp.height) / 2;
  const left = place.endsWith("left") ? MARGIN : place === "center" ? across : width - stamp.width - MARGIN;
  const bottom = place.startsWith("bottom") ? MARGIN : place === "center" ? up : height - stamp.height - MARGIN;
  return inside({ ...stamp, left, bottom });
}

/** The mark no farther than the edges of its page. */
export function inside(stamp: Stamp): Stamp {
  const [width, height] = seen(stamp.sheet);
  const within = (value: number, most: number) => Math.max(0, Math.min(value, most));
  return {
    ...stamp,
    left: within(stamp.left, width - stamp.width),
    bottom: within(stamp.bottom, height - stamp.height),
  };
}

export const moved = (stamp: Stamp, right: number, up: number): Stamp =>
  inside({ ...stamp, left: stamp.left + right, bottom: stamp.bottom + up });

/** The same mark when its page turns out to be another one than it was put on. */
export function refitted(stamp: Stamp, sheet: Sheet): Stamp {
  return JSON.stringify(stamp.sheet) === JSON.stringify(sheet) ? stamp : inside({ ...stamp, sheet });
}

/** As the host takes it: in the page's own coordinates, in hundredths of a point, cut off so that it never leaves the page. */
export function asParam({ page, left, bottom, width, height, sheet }: Stamp): { page: number; rect: number[] } {
  const [x, y] = [sheet.box[0], sheet.box[1]];
  const [across, up] = [sheet.box[2] - x, sheet.box[3] - y];
  const [right, top] = [left + width, bottom + height];
  // Each side of the mark as seen is another side of it in the page's own coordinates.
  const turned: Record<number, readonly [number, number, number, number]> = {
    0: [left, bottom, right, top],
    90: [across - top, left, across - bottom, right],
    180: [across - right, up - top, across - left, up - bottom],
    270: [bottom, up - right, top, up - left],
  };
  const [l, b, r, t] = turned[sheet.rotate] ?? [left, bottom, right, top];
  const cut = (value: number) => Math.floor(value * 100) / 100;
  return { page, rect: [x + l, y + b, x + r, y + t].map(cut) };
}
