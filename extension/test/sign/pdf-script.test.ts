import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { deflateSync } from "node:zlib";
import { showable } from "../../src/sign/pdf-script.ts";

const pdf = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => new Blob(["%PDF-1.7\n", ...parts, "\n%%EOF\n"]);
const packed = (text: string) =>
  [
    "4 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n",
    new Uint8Array(deflateSync(text)),
    "\nendstream endobj",
  ] as const;

test("a file without a script is shown", async () => {
  assert.equal(await showable(pdf("1 0 obj << /Type /Catalog /JSON 1 >> endobj")), "yes");
  const samples = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "internal/sign/pdf/testdata");
  for (const name of ["classic.pdf", "form.pdf"]) {
    assert.equal(await showable(new Blob([fs.readFileSync(path.join(samples, name))])), "yes", name);
  }
});

test("a file with packed objects is not shown, whatever is in them", async () => {
  for (const text of ["5 0 << /Type /Page >>", "5 0 << /S /JavaScript /JS (x) >>"])
    assert.equal(await showable(pdf(...packed(text))), "script", text);
  assert.equal(await showable(pdf("<< /Type /Obj#53tm >> stream \nx\nendstream")), "script");
});

test("a file that may have a script in it is not shown, however it is written", async () => {
  const script = "app.response('PIN')";
  for (const text of [
    `<< /S /JavaScript /JS (${script}) >>`,
    `<</S/JavaScript/JS(${script})>>`,
    `<< /S /Java#53cript /J#53 (${script}) >>`,
    `<< /S /#4aava#53cript /#4A#53 (${script}) >>`,
    "<< /Names << /JavaScript 7 0 R >> >>",
    "<< /AcroForm << /XFA 9 0 R >> >>",
    "trailer << /Encrypt 3 0 R >>",
  ]) {
    assert.equal(await showable(pdf(text)), "script", text);
    assert.equal(await showable(pdf(...packed(`5 0 ${text}`.replace("Encrypt", "JS")))), "script", `packed ${text}`);
  }
  assert.equal(
    await showable(pdf("/ObjStm /ASCII85Decode stream\nx\nendstream")),
    "script",
    "packed in a way not read here",
  );
});

test("a very large file is not read for a picture", async () => {
  const arrayBuffer = () => assert.fail("it was read");
  assert.equal(await showable({ size: 21 * 1024 * 1024, arrayBuffer }), "large");
});
