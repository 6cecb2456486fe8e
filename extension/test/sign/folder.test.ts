import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { kindOf } from "../../src/sign/content.ts";
import { chosen, documentsIn, dropped, type Found } from "../../src/sign/folder.ts";

const at = (place: string, text = place): Found => ({
  path: place,
  file: new File([text], place.split("/").at(-1) ?? ""),
});

const application = ["申請/kousei.xml", "申請/様式 (1).xml", "申請/添付/委任状.pdf", "申請/.DS_Store"].map((one) =>
  at(one),
);

test("a folder of an application is one document: the archive that the host packs of the same folder", async () => {
  const [item, ...others] = documentsIn(application);
  assert.ok(item && others.length === 0);
  assert.equal(item.name, "申請.zip");
  assert.deepEqual(item.contents, ["kousei.xml", "様式 (1).xml", "添付/委任状.pdf"]);
  const file = await item.open();
  assert.equal(await kindOf(file), "egov");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-folder-"));
  try {
    fs.writeFileSync(path.join(folder, "a.zip"), Buffer.from(await file.arrayBuffer()));
    execFileSync("jar", ["--extract", "--file", "a.zip"], { cwd: folder });
    const out = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      out.filter((name) => fs.statSync(path.join(folder, name)).isFile() && name !== "a.zip").sort(),
      ["申請/kousei.xml", "申請/様式 (1).xml", "申請/添付/委任状.pdf"].sort(),
    );
    assert.equal(fs.readFileSync(path.join(folder, "申請/kousei.xml"), "utf8"), "申請/kousei.xml");
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test("the same folder makes the same archive: what is signed does not hang on the clock", async () => {
  const bytes = async () => {
    const [item] = documentsIn(application);
    assert.ok(item);
    return Buffer.from(await (await item.open()).arrayBuffer());
  };
  assert.ok((await bytes()).equals(await bytes()));
});

test("of another folder every file is a document of its own, and what systems leave behind is none", () => {
  const found = ["書類/b.pdf", "書類/中/a.pdf", "書類/Thumbs.db", "書類/._b.pdf", "ひとつ.pdf"].map((one) => at(one));
  assert.deepEqual(
    documentsIn(found).map(({ name, contents }) => [name, contents]),
    [
      ["ひとつ.pdf", null],
      ["b.pdf", null],
      ["a.pdf", null],
    ],
  );
});

test("several applications in one folder are several documents, one inside another is part of it", () => {
  const found = ["月/A/kousei.xml", "月/B/kousei.xml", "月/B/中/kousei.xml", "月/C.pdf"].map((one) => at(one));
  assert.deepEqual(
    documentsIn(found).map(({ name }) => name),
    ["A.zip", "B.zip", "C.pdf"],
  );
});

test("a lone kousei.xml is the file it is", () => {
  assert.deepEqual(
    documentsIn([at("kousei.xml")]).map(({ name }) => name),
    ["kousei.xml"],
  );
});

test("an application too large for the host is told before it is packed", async () => {
  const big = { path: "A/kousei.xml", file: Object.assign(new File([], "kousei.xml"), {}) };
  Object.defineProperty(big.file, "size", { value: 101 * 1024 * 1024 });
  const [item] = documentsIn([big]);
  await assert.rejects(item?.open() ?? Promise.resolve(), { code: "DOCUMENT_TOO_LARGE" });
});

type Tree = { [name: string]: Tree | string };

/** Entries as a browser gives them for what is dropped: at most two of a folder at a time. */
function entryOf(name: string, tree: Tree | string, above = ""): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  if (typeof tree === "string") {
    const file = (done: (file: File) => void) => done(new File([tree], name));
    return { name, fullPath, isDirectory: false, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(tree).map(([inside, what]) => entryOf(inside, what, fullPath));
    return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
  };
  return { name, fullPath, isDirectory: true, isFile: false, createReader } as unknown as FileSystemEntry;
}

const drop = (...entries: FileSystemEntry[]) =>
  ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files: [] }) as unknown as DataTransfer;

test("a dropped folder is walked to its last file", async () => {
  const files = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`${i}.xml`, "x"]));
  const found = await dropped(drop(entryOf("申請", { "kousei.xml": "k", 中: files }), entryOf("a.pdf", "p")));
  assert.equal(found.length, 9);
  assert.deepEqual(
    documentsIn(found).map(({ name, contents }) => [name, contents?.length ?? null]),
    [
      ["申請.zip", 8],
      ["a.pdf", null],
    ],
  );
});

test("a dropped disk is not walked through", async () => {
  const files = Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`${i}`, "x"]));
  await assert.rejects(dropped(drop(entryOf("C", { 中: files }))), { code: "TOO_MANY_FILES" });
});

test("a folder that is chosen says where its files lie", () => {
  const file = Object.assign(new File(["x"], "kousei.xml"), {});
  Object.defineProperty(file, "webkitRelativePath", { value: "申請/kousei.xml" });
  assert.deepEqual(
    documentsIn(chosen([file])).map(({ name }) => name),
    ["申請.zip"],
  );
});

test("a file is known by what it is, not by its name", async () => {
  const kind = (...parts: BlobPart[]) => kindOf(new Blob(parts));
  assert.equal(await kind("%PDF-1.7\n"), "pdf");
  assert.equal(await kind("\r\n junk %PDF-1.4"), "pdf");
  assert.equal(await kind('\uFEFF<?xml version="1.0"?><a/>'), "xml");
  assert.equal(await kind("  <届 ID='a'/>"), "xml");
  assert.equal(await kind(new Uint8Array([0xff, 0xfe, 0x3c, 0, 0x61, 0, 0x3e, 0])), "xml");
  assert.equal(await kind("<!DOCTYPE html><html>"), "other");
  assert.equal(await kind("PK\x03\x04", "x".repeat(99)), "zip");
  assert.equal(await kind("氏名,住所"), "other");
  assert.equal(await kind(""), "other");
});
