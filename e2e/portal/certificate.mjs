// A TEST certificate for the portal's https, made at start and gone with the process. No browser trusts it by itself.
import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { scratch } from "../lib/scratch.mjs";

const run = promisify(execFile);

/** What the certificate is for: this machine, and every name that a test maps to it. */
const here = ["DNS:localhost", "IP:127.0.0.1"];

/**
 * @param {readonly string[]} hosts names beside this machine's own
 * @returns {Promise<{key: Buffer, cert: Buffer, spki: string}>} PEM, and base64 of SHA-256 over the public key
 */
export async function testCertificate(hosts) {
  const dir = await scratch("hitofude-portal-");
  try {
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(dir.path, name));
    await run("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "7"],
      ...["-subj", "/O=TEST Hitofude/CN=TEST portal", "-keyout", key, "-out", cert],
      ...["-addext", `subjectAltName=${[...here, ...hosts.map((host) => `DNS:${host}`)].join()}`],
    ]);
    const pem = await readFile(cert);
    const { publicKey } = new X509Certificate(pem);
    const spki = createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("base64");
    return { key: await readFile(key), cert: pem, spki };
  } finally {
    await dir.remove();
  }
}
