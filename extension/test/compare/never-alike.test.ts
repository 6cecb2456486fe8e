/** Over many made-up addresses, names and dates: written otherwise they stay the same, changed they never do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fullWidth, halfWidth } from "../../src/autofill/widths.ts";
import { dateIn } from "../../src/compare/dates.ts";
import { MAX_TEXT } from "../../src/compare/read.ts";
import { spelledAlike } from "../../src/compare/spelling.ts";

/** Numbers that are the same in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / (4294967296 / below));
  };
}

const KANJI = "〇一二三四五六七八九";
const kanji = (number: number) => [...String(number)].map((digit) => KANJI[Number(digit)]).join("");
const PLACES = [
  "東京都千代田区霞が関",
  "大阪府堺市堺区二番町",
  "茨城県龍ケ崎市緑町",
  "京都府京都市上京区一条通",
  "北海道札幌市中央区北三条西",
];
const HOUSES = ["", "みほんコーポ", "コーポ見本壱番館", "サンハイツ", "メゾン・ド・ミホン"];
const address = "address";

type Parts = { place: string; numbers: number[]; house: string; room: number };

function anAddress(below: (n: number) => number): Parts {
  return {
    place: PLACES[below(PLACES.length)] ?? "",
    numbers: [1 + below(30), 1 + below(60), 1 + below(60)],
    house: HOUSES[below(HOUSES.length)] ?? "",
    room: 101 + below(900),
  };
}

const house = ({ house: name, room }: Parts, digits: (n: number) => string, end: string) =>
  name === "" ? "" : `${name}${digits(room)}${end}`;

/** The writings of one address; all mean the same. */
function writings(parts: Parts): string[] {
  const { place, numbers: three } = parts;
  const [a = 0, b = 0, c = 0] = three;
  const plain = house(parts, String, "");
  return [
    `${place}${kanji(a)}丁目${fullWidth(`${b}番${c}号`)}　${fullWidth(plain)}`,
    `${place}${a}-${b}-${c} ${plain}`,
    `${place}${a}丁目${b}番地${c}　${house(parts, String, "号室")}`,
    fullWidth(`${place}${a}－${b}－${c}　${plain}`),
    `${place}${a}−${b}−${c} ${house(parts, kanji, "号")}`,
    `${place.replace(/(?<=霞)が|(?<=龍)ケ/, "ヶ")}${kanji(a)}の${kanji(b)}の${kanji(c)} ${plain}`,
    `${place}${a}ー${b}ー${c} ${plain}`,
  ];
}

test("an address in any writing is the same address", () => {
  const below = numbers(1);
  for (let round = 0; round < 60; round++) {
    const [first = "", ...others] = writings(anAddress(below));
    for (const other of others) assert.notEqual(spelledAlike(address, other, first), null, `${other} / ${first}`);
  }
});

test("an address with one number changed, moved, joined or gone is another address, in every writing", () => {
  const below = numbers(2);
  for (let round = 0; round < 60; round++) {
    const parts = anAddress(below);
    const [a = 0, b = 0, c = 0] = parts.numbers;
    const changed = [
      [a + 1, b, c],
      [a, b + 10, c],
      [a, b, c * 10 + 1],
      [a, b],
      [a, Number(`${b}${c}`)],
      [Number(`${a}${b}`), c],
      ...(b === c ? [] : [[a, c, b]]),
    ].map((three) => ({ ...parts, numbers: three }));
    const [first = "", ...own] = writings(parts);
    for (const other of changed) {
      const [x, y, z] = other.numbers;
      const text = `${parts.place}${[x, y, z].filter((one) => one !== undefined).join("-")} ${house(parts, String, "")}`;
      for (const card of [first, ...own]) assert.equal(spelledAlike(address, text, card), null, `${text} / ${card}`);
    }
    if (parts.house !== "") {
      const room = { ...parts, room: parts.room + 1 };
      for (const other of writings(room))
        assert.equal(spelledAlike(address, other, first), null, `${other} / ${first}`);
    }
  }
});

test("a name with one character more, less or other is another name", () => {
  for (const name of ["見本　花子", "髙𣘺　眞壽惠", "齋藤　一", "佐々木　ノア", "MIHON JOHN TARO"]) {
    const characters = [...name.replace(/\s/g, "")];
    for (const at of characters.keys()) {
      const less = characters.filter((_, place) => place !== at).join("");
      const other = characters.map((one, place) => (place === at ? "林" : one)).join("");
      const more = [...characters.slice(0, at), "林", ...characters.slice(at)].join("");
      for (const text of [less, other, more]) assert.equal(spelledAlike("name", text, name), null, `${text} / ${name}`);
    }
    assert.notEqual(spelledAlike("name", fullWidth(halfWidth(name)).replace(/\s/g, ""), name), null);
  }
});

const ERAS = [
  ["令和", "R", Date.UTC(2019, 4, 1)],
  ["平成", "H", Date.UTC(1989, 0, 8)],
  ["昭和", "S", Date.UTC(1926, 11, 25)],
] as const;

/** Every third day, with the first and the last of each era. */
function days(): number[] {
  const [first, last, day] = [Date.UTC(1926, 11, 25), Date.UTC(2026, 11, 31), 86_400_000];
  const every = Array.from({ length: Math.floor((last - first) / day / 3) }, (_, at) => first + 3 * at * day);
  return [...every, ...ERAS.flatMap(([, , start]) => [start, start - day]).filter((time) => time >= first)];
}

test("the days since the first of 昭和 are read from each of their writings as that day and no other", () => {
  for (const time of days()) {
    const date = new Date(time);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const [name, letter, start] = ERAS.find(([, , first]) => time >= first) ?? ERAS[2];
    const count = year - new Date(start).getUTCFullYear() + 1;
    const two = (n: number) => String(n).padStart(2, "0");
    const texts = [
      `${year}-${two(month)}-${two(day)}`,
      `${year}年${month}月${day}日`,
      `${year}${two(month)}${two(day)}`,
      fullWidth(`${year}/${month}/${day}`),
      `${name}${count === 1 ? "元" : count}年${month}月${day}日`,
      `${letter}${count}.${month}.${day}`,
    ];
    for (const text of texts) {
      const found = dateIn(text);
      assert.deepEqual([found?.year, found?.month, found?.day], [year, month, day], text);
    }
  }
});

test("the longest text a page may send is compared without end", () => {
  for (const unit of [" ", "-", "の", "一", "1", "番", "| ", "ー", "ア-", "号室 ", "十百千", "が"]) {
    const text = unit.repeat(MAX_TEXT).slice(0, MAX_TEXT);
    for (const category of ["name", "kana", "address", "zip", "age", "birth", "other"] as const) {
      spelledAlike(category, text, `${text.slice(1)} `);
      spelledAlike(category, text, `${text} `);
    }
    dateIn(text);
  }
});
