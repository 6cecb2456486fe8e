// OpenSSL as the judge of our signatures.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { signCA } from "./paths.mjs";

/**
 * Checks a detached CAdES signature over a file against the TEST CA.
 * @returns {Promise<{ok: boolean, text: string}>} what openssl said
 */
export async function verify(signature, file) {
  // "any": the card's certificate carries no extended key usage for e-mail, which openssl would ask for otherwise.
  const args = [
    "cms",
    "-verify",
    "-cades",
    "-binary",
    "-inform",
    "DER",
    "-in",
    signature,
    "-content",
    file,
    "-CAfile",
    signCA,
    "-purpose",
    "any",
    "-out",
    "/dev/null",
  ];
  try {
    const { stderr } = await promisify(execFile)("openssl", args);
    return { ok: true, text: stderr.trim() };
  } catch (error) {
    return { ok: false, text: error.stderr ?? error.message };
  }
}
