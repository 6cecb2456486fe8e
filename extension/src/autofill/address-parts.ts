/** How an address is spread over the boxes a form has for it: 16 different splits were seen in 54 real forms. */
import { type Candidate, headTexts, sameHeading, seenTexts } from "./attribute.ts";
import { remembering } from "./memo.ts";
import { isPrefecture } from "./prefectures.ts";
import { clean, identifierWords } from "./text.ts";
import { ADDRESS_PARTS, type AddressPart, type FieldFacts, type FieldType } from "./types.ts";

/** A box's share of the address, what it is called, and whether the order of the boxes decided. */
export type AddressShare = { parts: AddressPart[]; type: FieldType; ordered: boolean };

const [PREFECTURE, CITY, TOWN, STREET, BUILDING] = [0, 1, 2, 3, 4] as const;
/**
 * What a box claims by its own texts: the parts from..to (indexes of {@link ADDRESS_PARTS}), or null when it only
 * says 住所. `open`: and everything from there on (それ以降).
 */
type Claim = { range: readonly [number, number] | null; open: boolean; weak: boolean };

const WORDS: readonly (readonly [RegExp, number])[] = [
  [/都道府県|府県名?|^県名?$/, PREFECTURE],
  [/市区?町村|区市町村|市区郡|郡市区|市町村区/, CITY],
  // The card writes 霞が関三丁目 as one: 丁目 belongs to the town.
  [/町名|町域|大字|丁目/, TOWN],
  [/番地|地番/, STREET],
  [/建物|マンション|アパート|ビル|部屋|号室|方書/, BUILDING],
];
const REST = /以降|以下|以後|続き|から先|残り/;
const IDENTIFIERS: Readonly<Record<string, number>> = {
  pref: PREFECTURE,
  prefecture: PREFECTURE,
  prefectures: PREFECTURE,
  todofuken: PREFECTURE,
  tdofkn: PREFECTURE,
  tdfkn: PREFECTURE,
  region: PREFECTURE,
  city: CITY,
  locality: CITY,
  shikuchoson: CITY,
  shkcyosn: CITY,
  shkcysn: CITY,
  municipality: CITY,
  municipalities: CITY,
  town: TOWN,
  banchi: STREET,
  bnch: STREET,
  street: STREET,
  building: BUILDING,
  bldg: BUILDING,
  tatemono: BUILDING,
  ttmn: BUILDING,
  apart: BUILDING,
  apartment: BUILDING,
  mansion: BUILDING,
  extended: BUILDING,
};

/** A note in brackets (番地は手入力) explains; it does not name the box. */
const NOTE = /\([^)]*(は|を|ください|場合|不要)[^)]*\)/g;
const SILENT: Claim = { range: null, open: true, weak: false };

/** Parts named in one text. Examples (例：高輪1-1) are addresses, not labels, and claim nothing. */
const claimOfText: (text: string) => Claim = remembering((text) => {
  const label = clean(text)
    .replace(/\(?(例|ex\.?|e\.g\.?)[:) ]?.*$/, "")
    .replace(NOTE, "");
  const found = /\d-\d/.test(label) ? [] : WORDS.filter(([rule]) => rule.test(label)).map(([, part]) => part);
  if (found.length === 0) return SILENT;
  return { range: [Math.min(...found), Math.max(...found)], open: REST.test(label), weak: false };
});

function claimOfIdentifier(identifier: string): Claim {
  const part = identifierWords(identifier)
    .flatMap((word) => IDENTIFIERS[word] ?? [])
    .at(-1);
  return part === undefined ? claimOfText(identifier) : { range: [part, part], open: false, weak: true };
}

/** The parts h-adr class names stand for; one box may carry several (p-region p-locality p-street-address). */
const MARKS: readonly (readonly [RegExp, number, number])[] = [
  [/p-region/, PREFECTURE, PREFECTURE],
  [/p-locality/, CITY, CITY],
  [/p-street-address/, TOWN, STREET],
  [/p-extended-address/, BUILDING, BUILDING],
];

function claimOfMark(mark: string): Claim | null {
  const found = MARKS.filter(([rule]) => rule.test(mark));
  const [from, to] = [Math.min(...found.map((one) => one[1])), Math.max(...found.map((one) => one[2]))];
  return found.length === 0 ? null : { range: [from, to], open: false, weak: true };
}

/** What a box claims: its labels, the hint in it, a list of prefectures, its row's heading, its identifiers. */
function claimOf(field: FieldFacts): Claim {
  const { before } = field.context;
  if (isPrefecture(clean(before))) {
    const rest = [...field.labels, field.placeholder].some((text) => REST.test(clean(text)));
    return { range: [CITY, BUILDING], open: true, weak: !rest };
  }
  const said = (claims: readonly Claim[]) => claims.find(({ range }) => range !== null);
  const own = said([...field.labels, before, field.placeholder].map(claimOfText));
  if (own !== undefined) return own;
  if ((field.options ?? []).filter(({ text }) => isPrefecture(text.trim())).length >= 2) {
    return { range: [PREFECTURE, PREFECTURE], open: false, weak: false };
  }
  const marked = claimOfMark(field.mark ?? "");
  if (marked !== null) return marked;
  return said(headTexts(field).map(claimOfText)) ?? said([field.name, field.id].map(claimOfIdentifier)) ?? SILENT;
}

type Box = { candidate: Candidate; claim: Claim };

/**
 * The boxes of one address each get a run of parts, in order, without gap or repetition. A part nobody claims goes
 * to the next box, or to the one before when the next is for the building alone. Boxes from the first that cannot
 * belong to this address are not in the answer: they are another address.
 */
export function addressShares(candidates: readonly Candidate[]): Map<Candidate, AddressShare> {
  const boxes = candidates.map((candidate) => ({ candidate, claim: claimOf(candidate.field) }));
  const own = withoutGuesses(conventional(boxes.slice(0, secondAddress(boxes))));
  const shares = new Map<Candidate, AddressShare>();
  let from = own[0]?.claim.range?.[0] ?? firstPart(own[1]);
  for (const [at, box] of own.entries()) {
    if (from > BUILDING) break;
    // A box that names its part gets no other one: then the row was not understood, and all of it is left.
    if (box.claim.range !== null && !box.claim.weak && box.claim.range[1] < from) return new Map();
    const to = Math.max(from, lastPart(from, box.claim, own[at + 1]?.claim, own.length - at - 1));
    shares.set(box.candidate, shareOf(from, to, box.claim, own.length > 1));
    from = to + 1;
  }
  return shares;
}

/**
 * 市区町村 before a box for 番地・ビル名: neither names the town. It goes with the city, as in EC-CUBE (addr01, addr02), the
 * packet behind 4 of 54 real forms. A box for 番地 alone, with one for the building after it, takes the town instead.
 */
function conventional(boxes: readonly Box[]): Box[] {
  return boxes.map((box, at) => {
    const [range, next] = [box.claim.range, boxes[at + 1]?.claim.range];
    const town = range?.[1] === CITY && next?.[0] === STREET && next[1] === BUILDING;
    return town ? { ...box, claim: { ...box.claim, range: [range[0], TOWN] } } : box;
  });
}

/** 住所1 and 住所2 before a box for 番地: how the rest is spread over the two is said nowhere, so they are left. */
function withoutGuesses(boxes: readonly Box[]): readonly Box[] {
  const silent = boxes.findIndex(({ claim }) => claim.range !== null);
  return silent >= 2 && boxes[silent]?.claim.range?.[0] === STREET ? boxes.slice(silent) : boxes;
}

/** Index of the first box that asks again for what was asked before, or is just another 住所 with a label of its own. */
function secondAddress(boxes: readonly Box[]): number {
  let highest = -1;
  const at = boxes.findIndex(({ candidate, claim: { range } }, index) => {
    if (range === null) return index > 0 && !continues(candidate.field, boxes[index - 1]?.candidate.field);
    const again = range[0] <= highest;
    highest = range[0];
    return again;
  });
  return at < 0 ? boxes.length : at;
}

/** Whether a box that only says 住所 goes on with the address before it: no label, the same heading, 住所2, それ以降. */
function continues(field: FieldFacts, before: FieldFacts | undefined): boolean {
  const own = seenTexts(field).map(clean).join(" ").trim();
  const shared = before !== undefined && sameHeading(field, before);
  return (
    shared ||
    own === "" ||
    /[2-4]$/.test(own) ||
    REST.test(clean(`${own} ${field.placeholder}`)) ||
    claimOf(before ?? field).range !== null
  );
}

/** Where an address without a word about it starts: at the prefecture, unless the next box asks for that. */
function firstPart(second: Box | undefined): number {
  return second?.claim.range?.[0] === PREFECTURE ? CITY : PREFECTURE;
}

/** The last part of a box that starts at `from`, when `further` boxes follow it. */
function lastPart(from: number, { range, open, weak }: Claim, next: Claim | undefined, further: number): number {
  const wanted = range === null || open ? null : range[1];
  if (next === undefined) return wanted !== null && wanted < STREET ? wanted : BUILDING;
  // それ以降 means all of it: a box that says nothing a person can read is for something else.
  if (range !== null && open && !weak && (next.range === null || next.weak)) return BUILDING;
  if (next.range !== null) {
    const room = next.range[0] - 1;
    return wanted === null || next.range[0] === BUILDING ? room : Math.min(wanted, room);
  }
  return wanted ?? unsaid(from, further);
}

/** Boxes without a word: 住所1 住所2 are address and building; after 都道府県 they are EC-CUBE's addr01 and addr02. */
function unsaid(from: number, further: number): number {
  if (from === PREFECTURE) return further > 1 ? PREFECTURE : STREET;
  return from === CITY ? TOWN : STREET;
}

const NAMES: Readonly<Record<string, FieldType>> = {
  "00": "addr-pref",
  "01": "addr-pref+city",
  "11": "addr-city",
  "12": "addr-city+town",
  "22": "addr-town",
  "23": "addr-town+street",
  "24": "addr-rest-after-city",
  "33": "addr-street",
  "34": "addr-street+building",
  "44": "addr-building",
};

/** A share is named by what its label claims (番地 also gets a town nobody asked for), else by what it got. */
function shareOf(from: number, to: number, { range, open, weak }: Claim, several: boolean): AddressShare {
  const parts = ADDRESS_PARTS.slice(from, to + 1);
  const [first, last] = range === null || open ? [from, to] : range;
  const generic = range === null || open;
  return { parts, type: nameOf(first, Math.min(last, to), generic), ordered: several && (range === null || weak) };
}

function nameOf(from: number, to: number, generic: boolean): FieldType {
  if (from === PREFECTURE && to >= TOWN) return "addr-full";
  if (from === CITY && to >= STREET) return "addr-rest-after-pref";
  if (generic && from === TOWN && to === STREET) return "addr-rest-after-city";
  return NAMES[`${from}${to}`] ?? "addr-full";
}
