import assert from "node:assert/strict";
import test from "node:test";
import {
  asParam,
  firstStamp,
  inside,
  moved,
  PLACES,
  placed,
  refitted,
  type Sheet,
  seen,
} from "../../src/sign/stamp.ts";

const A4: Sheet = { box: [0, 0, 595.28, 841.89], rotate: 0 };
const sheets: Sheet[] = [0, 90, 180, 270].map((rotate) => ({ box: [-20, 30, 575.28, 871.89], rotate }));

test("the mark stays on its page, wherever it is put or moved", () => {
  for (const sheet of [A4, ...sheets]) {
    const [width, height] = seen(sheet);
    for (const place of PLACES) {
      let stamp = placed(firstStamp(sheet), place);
      for (const [right, up] of [
        [-9999, 3],
        [5, 9999],
        [9999, -9999],
      ] as const) {
        stamp = moved(stamp, right, up);
        assert.ok(stamp.left >= 0 && stamp.left + stamp.width <= width + 1e-9, place);
        assert.ok(stamp.bottom >= 0 && stamp.bottom + stamp.height <= height + 1e-9, place);
        const [l = 0, b = 0, r = 0, t = 0] = asParam(stamp).rect;
        assert.ok(l >= sheet.box[0] - 0.01 && b >= sheet.box[1] - 0.01, JSON.stringify(asParam(stamp)));
        assert.ok(r <= sheet.box[2] && t <= sheet.box[3] && l < r && b < t, JSON.stringify(asParam(stamp)));
      }
    }
  }
});

test("an upright page whose zero is its corner takes the place as it is seen", () => {
  const stamp = { ...firstStamp(A4), left: 100, bottom: 50, width: 170, height: 51 };
  assert.deepEqual(asParam(stamp), { page: 0, rect: [100, 50, 270, 101] });
});

test("the lower right as seen is where a turned page has it in its own coordinates", () => {
  const rect = (sheet: Sheet) => asParam({ ...firstStamp(sheet), left: 500, bottom: 0, width: 60, height: 20 }).rect;
  const page = (rotate: number): Sheet => ({ box: [0, 0, 600, 800], rotate });
  assert.deepEqual(rect(page(0)), [500, 0, 560, 20]);
  // Turned clockwise by 90° the page's right edge is at the bottom: 500 to the right is 500 up.
  assert.deepEqual(rect(page(90)), [580, 500, 600, 560]);
  assert.deepEqual(rect(page(180)), [40, 780, 100, 800]);
  assert.deepEqual(rect(page(270)), [0, 240, 20, 300]);
});

test("a mark that was put on another page is brought onto this one", () => {
  const low: Sheet = { box: [0, 0, 300, 300], rotate: 0 };
  const stamp = refitted(firstStamp(A4), low);
  assert.deepEqual(stamp, inside(stamp));
  assert.equal(stamp.sheet, low);
  assert.equal(refitted(stamp, { ...low }), stamp, "nothing changes where nothing is new");
});
