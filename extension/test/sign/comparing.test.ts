import assert from "node:assert/strict";
import test from "node:test";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { differing } from "../../src/sign/comparing.ts";
import { nextSign, type SignState } from "../../src/sign/state.ts";
import { cardWith } from "../window/fixtures.ts";

const holder = {
  ...{ name: "見本　花子", address: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", birth: "", sex: "2" },
  ...{ nameReplaced: false, addressReplaced: false },
};

test("another name or address is seen, another way to write it is not", () => {
  const same = { name: "見本 花子", address: "東京都千代田区霞が関三丁目2番1号みほんコ−ポ203" };
  assert.deepEqual(differing(holder, same), []);
  assert.deepEqual(differing(holder, { ...same, address: "東京都千代田区霞が関三丁目2番2号みほんコーポ203" }), [
    "address",
  ]);
  assert.deepEqual(differing(holder, { name: "例示　花子", address: "" }), ["name"]);
});

test("a part with a character the certificate cannot write is not compared", () => {
  assert.deepEqual(differing({ ...holder, nameReplaced: true }, { name: "𠮷本　花子" }), []);
});

const done: SignState & { screen: "done" } = {
  screen: "done",
  files: [{ name: "a.p7s", mediaType: "", bytes: new Uint8Array(1) }],
  certificate: {
    ...{
      key: "signature",
      subject: "",
      issuer: "",
      serial: "",
      notBefore: "",
      notAfter: "",
      revocation: "not-checked",
    },
    ...{ chain: { state: "intact", root: "test" }, holder },
  },
  rest: null,
};
const asked = nextSign(done, { type: "compare" });
const running = nextSign(asked, { type: "sent" });

test("a difference is told as what ends the certificate, and once", () => {
  const twice = nextSign(running, { type: "compared", fields: ["address"] });
  assert.ok(twice.screen === "done");
  assert.deepEqual(
    twice.health?.map(({ told, ends }) => [told.code, told.params.fields, ends]),
    [["CERTIFICATE_DIFFERS", ["address"], true]],
  );
  assert.equal(twice.files, done.files);
});

test("the signed files stay, whatever becomes of the comparison", () => {
  for (const code of ["HOST_CLOSED", "CARD_REMOVED", "PIN_LOCKED", "CANCELLED", "UNEXPECTED"]) {
    for (const state of [asked, running]) {
      const after = nextSign(state, { type: "failed", failure: new HitofudeError(code) });
      assert.ok(after.screen === "done" && after.files === done.files, `${code} ${state.screen}`);
    }
  }
  assert.equal(nextSign(asked, { type: "back" }), done);
});

test("a wrong PIN is asked for again, with the last try marked", () => {
  const failure = new HitofudeError("PIN_INCORRECT", { pin: "input-support", triesLeft: 1 });
  const again = nextSign(running, { type: "failed", failure });
  assert.ok(again.screen === "compare" && again.lastTry && again.problem === failure && again.done === done);
});

test("a locked PIN is told before anybody types one", () => {
  const locked = nextSign(asked, { type: "card", view: cardWith(0) });
  assert.ok(locked.screen === "done" && locked.compared?.state === "failed");
});
