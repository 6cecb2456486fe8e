/** Every screen in both languages, built over linkedom. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { plan } from "../../src/autofill/plan.ts";
import { preview } from "../../src/autofill/preview.ts";
import { NO_VIEW } from "../../src/card/watch.ts";
import { compare } from "../../src/compare/compare.ts";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { Certificate } from "../../src/messaging/protocol.ts";
import { buildPinsScreen } from "../../src/pins/screens/index.ts";
import type { PinsState } from "../../src/pins/state.ts";
import { buildSignScreen } from "../../src/sign/screens/index.ts";
import { firstStamp } from "../../src/sign/stamp.ts";
import { BEGIN, type SignState } from "../../src/sign/state.ts";
import type { Ui } from "../../src/ui/shell.ts";
import type { Previewed, Sheet } from "../../src/window/previewing.ts";
import { buildScreen } from "../../src/window/screens/index.ts";
import { type Job, next, type State } from "../../src/window/state.ts";
import { CONTACT_JOB, cardWith, frame, NAME, ORIGIN, PROFILE, SEX, WHOSE_JOB } from "../window/fixtures.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });
// linkedom's select has no setter for its value.
const select = Object.getPrototypeOf(document.createElement("select")) as object;
Object.defineProperty(select, "value", { configurable: true, get: () => "", set: () => undefined });
URL.createObjectURL = () => "blob:test";

const found = plan([frame([NAME, SEX])]);
const job: Job = {
  site: { origin: ORIGIN, title: "<b>題</b>" },
  plan: found,
  fields: ["name", "sex"],
  pin: "input-support",
};
const { rows } = preview(found, PROFILE);
const left = [{ ref: "x", frame: "n0", label: "個人番号", reason: "number-refused" as const }];
const failure = new HitofudeError("CARD_REMOVED");
const wrong = new HitofudeError("PIN_INCORRECT", { pin: "input-support", triesLeft: 2 });
const faceWrong = new HitofudeError("PIN_INCORRECT", { pin: "verification-b", triesLeft: 1 });
const result = { ref: "f1", state: "filled" as const, value: "x", valid: true };
const ticked = rows.map((row, i) => ({ ...row, ticked: true, unsure: i === 0 }));

const outcomes = (["filled", "changed-by-page", "refused", "gone", "filled"] as const).map((state, i) => ({
  ...{ ref: `r${i}`, frame: "n0", label: `欄${i}`, type: "addr-city" as const, value: "x", shown: "x", unsure: false },
  ...{ reason: "by-label" as const, empty: true, result: { ref: `r${i}`, state, value: "y", valid: i < 4 } },
}));

const sheet: Sheet = { profile: { ...PROFILE, postalCodes: ["1000013", "1000014"] }, typed: {}, own: {}, whose: null };
const begun = (of: Job, one: Sheet): Previewed & { sheet: Sheet } => {
  const state = next({ screen: "working", job: of, stage: "", lastTry: false }, { type: "joined", sheet: one });
  assert.ok(state.screen === "preview" && state.sheet !== undefined);
  return { ...state, sheet: state.sheet };
};
const given = begun(CONTACT_JOB, { ...sheet, remember: false });
const asked = begun(WHOSE_JOB, sheet);
const answered = begun(WHOSE_JOB, { ...sheet, whose: "b" });

const states: State[] = [
  { screen: "starting" },
  { screen: "page-problem", problem: "no-access", site: null, left: [] },
  { screen: "page-problem", problem: "no-fields", site: job.site, left },
  { screen: "page-problem", problem: "closed", site: null, left: [] },
  { screen: "moved" },
  { screen: "host-problem", failure: new HitofudeError("HOST_MISSING") },
  { screen: "prepare", job, card: NO_VIEW },
  { screen: "prepare", job, card: cardWith(3) },
  { screen: "pin", job, card: cardWith(3), problem: null, lastTry: false },
  { screen: "pin", job, card: cardWith(1), problem: { failure: wrong }, lastTry: true },
  { screen: "pin", job, card: cardWith(null), problem: { reason: "too-short" }, lastTry: true },
  { screen: "pin", job: { ...job, hostEntry: true }, card: cardWith(1), problem: null, lastTry: true },
  { screen: "face", job: { ...job, pin: "verification-b" }, card: cardWith(3), problem: null, lastTry: false },
  {
    screen: "face",
    job: { ...job, pin: "verification-b" },
    card: NO_VIEW,
    problem: { failure: faceWrong },
    lastTry: true,
  },
  { screen: "locked", job: { ...job, pin: "verification-b" }, pin: "verification-b" },
  { screen: "working", job, stage: "verifying-pin", lastTry: false },
  { screen: "preview", job, rows: ticked, left },
  given,
  { ...given, sheet: { ...given.sheet, remember: true, kept: true } },
  asked,
  answered,
  { screen: "ended", why: "person" },
  { screen: "ended", why: "card" },
  { screen: "compare", job, profile: PROFILE, whose: null, result: null, at: 0, gone: false },
  { screen: "compare", job, profile: PROFILE, whose: null, result: compare(found, PROFILE, []), at: 0, gone: true },
  { screen: "filling", job, rows },
  { screen: "report", job, rows: rows.map((row) => ({ ...row, result })), undone: null, gone: false },
  { screen: "report", job, rows: [], undone: 2, gone: false },
  { screen: "report", job, rows: outcomes, undone: null, gone: true, memory: "kept" },
  { screen: "locked", job, pin: "input-support" },
  { screen: "error", job, failure },
];

const { status } = cardWith(3);
assert.ok(status);
const card = {
  ...cardWith(3),
  status: {
    pins: (["signature", "authentication", "input-support", "resident-register", "verification-b"] as const).map(
      (kind, i) => ({
        ...{ kind, triesLeft: i, maxTries: 5, locked: i === 0 },
      }),
    ),
    certificates: [
      {
        key: "authentication" as const,
        present: true,
        notBefore: "2025-05-15T00:00:00Z",
        notAfter: "2030-05-15T14:59:59Z",
      },
      { key: "signature" as const, present: true },
    ],
    card: { reader: "R", expires: "2035-05-15", type: "my-number" as const },
    advice: [
      { code: "PIN_LOCKED", params: { pin: "signature", triesLeft: 0 } },
      { code: "PIN_LAST_TRY", params: { pin: "authentication", triesLeft: 1 } },
      { code: "CERTIFICATE_EXPIRING", params: { key: "authentication", days: 40 } },
    ],
  },
};
const kind = "input-support";
const lost = new HitofudeError("CARD_REMOVED", { outcome: "unknown" });
const pinsStates: PinsState[] = [
  { screen: "starting" },
  { screen: "status", card: NO_VIEW },
  { screen: "status", card },
  {
    screen: "status",
    card: { ...card, status: { ...card.status, card: { reader: "R", expires: null, type: "face-auth" } } },
  },
  {
    screen: "status",
    card: { ...card, status: { ...card.status, card: { reader: "R", expires: null, type: "juki" } } },
  },
  { screen: "change", kind, card, problem: null, lastTry: false, weak: false },
  { screen: "change", kind, card, problem: wrong, lastTry: true, weak: false },
  {
    screen: "change",
    kind,
    card,
    problem: new HitofudeError("PIN_WEAK", { pin: kind, reason: "year" }),
    lastTry: false,
    weak: true,
  },
  { screen: "working", kind, stage: "verifying-pin", lastTry: false, weak: false },
  { screen: "changed", kind },
  { screen: "unknown", kind, failure: lost },
  { screen: "unknown", kind, failure: new HitofudeError("HOST_CLOSED") },
  { screen: "locked", kind: "authentication" },
  { screen: "error", kind, failure },
  { screen: "host-problem", failure: new HitofudeError("HOST_MISSING") },
];

const certificate: Certificate = {
  key: "signature",
  subject: "CN=TEST",
  issuer: "O=JPKI-TEST",
  serial: "01",
  notBefore: "2025-05-15T00:00:00Z",
  notAfter: "2030-05-15T14:59:59Z",
  chain: { state: "intact", root: "test" },
  revocation: "not-checked",
  holder: {
    name: "見本　花子",
    address: "",
    birth: "1985-05-15",
    sex: "2",
    nameReplaced: true,
    addressReplaced: false,
  },
};
const docs = [
  {
    id: 1,
    name: "見本.pdf",
    size: 3_000_000,
    percent: 100,
    digest: new Uint8Array(32),
    file: new File([], "見本.pdf"),
    kind: "pdf" as const,
    contents: ["kousei.xml"],
    failure: null,
  },
];
const profile = "pdf-moj";
const signCard = cardWith(5, "signature");
const stamp = firstStamp({ box: [0, 0, 595, 842], rotate: 0 });
const chosen = { ...BEGIN, docs, profile, card: signCard } as const;
const checkedDocs = [
  { name: "見本.pdf", pages: 2, pageBox: [0, 0, 595, 842], signatures: 1, notes: ["form"], target: "見本.signed.pdf" },
];
const damaged = { name: "見本.pdf", code: "DOCUMENT_INVALID", params: { reason: "damaged" } };
const signed = {
  screen: "done",
  files: [{ name: "見本.pdf.p7s", mediaType: "a/b", bytes: new Uint8Array(2) }],
  certificate,
  rest: null,
} as const;
const signStates: SignState[] = [
  BEGIN,
  chosen,
  { ...chosen, check: { state: "running", last: null }, notice: new HitofudeError("TOO_MANY_FILES", { limit: 50 }) },
  { ...chosen, stamp, check: { state: "done", result: { documents: checkedDocs, problems: [] } } },
  { ...chosen, check: { state: "done", result: { documents: checkedDocs, problems: [damaged] } } },
  { ...chosen, check: { state: "failed", failure: new HitofudeError("FILE_UNREADABLE", { name: "見本.pdf" }) } },
  { screen: "pin", docs, profile, stamp, card: signCard, problem: null, lastTry: false },
  { screen: "pin", docs, profile, stamp: null, card: NO_VIEW, problem: wrong, lastTry: true },
  { screen: "working", docs, profile, stamp, stage: "signing", done: 1, total: 3, lastTry: false },
  {
    screen: "done",
    files: [{ name: "見本.pdf.p7s", mediaType: "a/b", bytes: new Uint8Array(2) }],
    certificate,
    rest: null,
  },
  {
    screen: "done",
    files: [{ name: "見本.pdf.p7s", mediaType: "a/b", bytes: new Uint8Array(2) }],
    certificate,
    rest: { names: ["別.pdf"], because: { code: "CARD_REMOVED", params: {} } },
  },
  { ...signed, compared: { state: "same" } },
  { ...signed, compared: { state: "failed", failure } },
  { screen: "compare", done: signed, card: cardWith(3), problem: null, lastTry: false },
  { screen: "compare", done: signed, card: cardWith(1), problem: wrong, lastTry: true },
  { screen: "comparing", done: signed, lastTry: false },
  { screen: "locked", docs },
  { screen: "error", docs, failure },
  { screen: "host-problem", docs, failure: new HitofudeError("HOST_OLD") },
];

const nothing = new Proxy({}, { get: () => () => undefined }) as never;

function ui(language: Language): Ui {
  const t = (key: Key, values?: Values) => {
    const words = text(language, key, values);
    assert.doesNotMatch(words, /[{}]|undefined|null/, key);
    return words;
  };
  return { language, t, announce: () => undefined };
}

type Built = { name: string; heading: string; body: HTMLElement };

function* everything(): Generator<Built> {
  for (const language of ["ja", "en"] as const) {
    const built = [
      ...states.map((state) => [state.screen, buildScreen(state, ui(language), nothing)] as const),
      ...pinsStates.map((state) => [`pins ${state.screen}`, buildPinsScreen(state, ui(language), nothing)] as const),
      ...signStates.map((state) => [`sign ${state.screen}`, buildSignScreen(state, ui(language), nothing)] as const),
    ];
    for (const [screen, { heading, body }] of built) {
      const element = document.createElement("main");
      element.append(...body.filter((part) => part !== null));
      yield { name: `${screen} ${language}`, heading, body: element };
    }
  }
}

test("every screen is built in both languages with a heading", () => {
  for (const { name, heading } of everything()) assert.match(heading, /\S/, name);
});

test("every box has a name that is spoken", () => {
  for (const { name, body } of everything()) {
    for (const input of body.querySelectorAll("input:not([type=file])")) {
      assert.ok(body.querySelector(`label[for="${input.id}"]`), `${name}: ${input.outerHTML}`);
    }
    for (const control of body.querySelectorAll("button, a, summary")) {
      assert.match(control.textContent ?? "", /\S/, `${name}: ${control.outerHTML}`);
    }
  }
});

test("an id stands for one element, and what is referred to exists", () => {
  for (const { name, body } of everything()) {
    const ids = [...body.querySelectorAll("[id]")].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, name);
    for (const element of body.querySelectorAll("[aria-describedby]")) {
      for (const id of (element.getAttribute("aria-describedby") ?? "").split(" ")) assert.ok(ids.includes(id), id);
    }
  }
});

test("the words of a page are text, never markup", () => {
  for (const { name, body } of everything()) assert.equal(body.querySelector("b"), null, name);
});

test("every failure on a screen is spoken at once and has its code", () => {
  for (const { name, body } of everything()) {
    for (const box of body.querySelectorAll("[data-code]")) {
      assert.equal(box.getAttribute("role"), "alert", name);
      assert.ok(box.querySelectorAll("p").length >= 2, `${name}: cause and next step`);
    }
  }
});

test("nothing on any screen is called valid", () => {
  for (const { name, body } of everything()) {
    assert.doesNotMatch(body.textContent ?? "", /有効です|\bis valid|\bvalid signature/i, name);
  }
});

test("a signature's screen says that revocation was not checked", () => {
  const done = [...everything()].filter(({ name }) => name.startsWith("sign done"));
  assert.ok(done.length >= 2);
  for (const { body } of done)
    assert.match(body.textContent ?? "", /失効は確認していません|Revocation was not checked/);
});

test("the PIN is explained before any box for it is on the screen", () => {
  const before = [...everything()].filter(({ name }) => /^(prepare|sign choose)/.test(name));
  for (const { name, body } of before) {
    assert.equal(body.querySelector("#pin"), null, name);
    assert.ok(body.querySelector("[data-pin]"), name);
    assert.ok(body.querySelector("[data-action=pin-help]"), name);
  }
});

test("a card without a signature certificate is not told of its signature PIN", () => {
  const { status } = cardWith(0, "signature");
  assert.ok(status);
  const card = { ...signCard, status: { ...status, certificates: [{ key: "signature" as const, present: false }] } };
  const { body } = buildSignScreen({ ...BEGIN, docs, profile, card }, ui("ja"), nothing);
  const element = document.createElement("main");
  element.append(...body.filter((part) => part !== null));
  assert.ok(element.querySelector("[data-code=CERTIFICATE_MISSING]"));
  assert.ok(element.querySelector<HTMLElement>("section.pin")?.hidden);
});
