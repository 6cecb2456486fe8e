// What a portal checks before it believes an answer. OpenSSL is the judge; nothing of Hitofude is used.
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { scratch } from "../lib/scratch.mjs";

const run = promisify(execFile);

/** Why an answer was not believed: a word for `#outcome[data-reason]`. */
export class Refused extends Error {
  constructor(reason) {
    super(`refusing the answer: ${reason}`);
    this.reason = reason;
  }
}

/** DER of DigestInfo for SHA-256, up to the hash (RFC 8017 §9.2 note 1). */
const SHA256 = Buffer.from("3031300d060960864801650304020105000420", "hex");

/** The ready DigestInfo over content, base64, as a portal hands it to the page. */
export function digestInfo(content) {
  return Buffer.concat([SHA256, createHash("sha256").update(content).digest()]).toString("base64");
}

const SALT = Buffer.from("2e71f6620bc654ced494e5ec34fe03c8", "hex");

/** Hex SHA-256 over salt, 13 characters of the manufacture number and the 16 bytes of the uuid. */
export function combinationCode(manufacture, uuid) {
  return createHash("sha256")
    .update(SALT)
    .update(manufacture, "ascii")
    .update(Buffer.from(uuid.replaceAll("-", ""), "hex"))
    .digest("hex");
}

/** The card and the installation that an answer names, when both are of the form and belong together. */
export function checkIdentity({ uuid, combination_code: code }, manufactures) {
  if (typeof uuid !== "string" || !/^[0-9a-f]{32}$/i.test(uuid.replaceAll("-", ""))) throw new Refused("uuid-form");
  if (typeof code !== "string" || !manufactures.some((number) => combinationCode(number, uuid) === code.toLowerCase()))
    throw new Refused("combination-code");
  return { uuid: uuid.toLowerCase().replaceAll("-", ""), code: code.toLowerCase() };
}

/**
 * Checks that the certificate comes from the TEST authority and each signature is the certificate's over its content.
 * @param {{certificate: unknown, signatures: unknown, contents: readonly Buffer[], ca: string}} what `certificate` base64 without padding, `ca` a path
 */
export async function checkSignatures({ certificate, signatures, contents, ca }) {
  // The portals' own software leaves the padding of the certificate out.
  if (typeof certificate !== "string" || certificate.includes("=")) throw new Refused("certificate-form");
  if (!Array.isArray(signatures) || signatures.length !== contents.length) throw new Refused("signature-count");
  const dir = await scratch("hitofude-verify-");
  const at = (name) => join(dir.path, name);
  try {
    await writeFile(at("cert.der"), Buffer.from(certificate, "base64"));
    const x509 = ["x509", "-inform", "DER", "-in", at("cert.der")];
    await openssl("certificate-form", [...x509, "-out", at("cert.pem")]);
    await openssl("certificate-form", [...x509, "-noout", "-pubkey", "-out", at("key.pem")]);
    await openssl("certificate", ["verify", "-CAfile", ca, "-no-CApath", "-no-CAstore", at("cert.pem")]);
    for (const [i, content] of contents.entries()) {
      if (typeof signatures[i] !== "string") throw new Refused("signature-form");
      await writeFile(at("content"), content);
      await writeFile(at("signature"), Buffer.from(signatures[i], "base64"));
      const args = ["dgst", "-sha256", "-verify", at("key.pem"), "-signature", at("signature"), at("content")];
      await openssl("signature", args);
    }
  } finally {
    await dir.remove();
  }
}

async function openssl(reason, args) {
  try {
    await run("openssl", args);
  } catch {
    throw new Refused(reason);
  }
}

/** A name for something that is asked once and answered once. */
export const ticket = () => randomUUID();
