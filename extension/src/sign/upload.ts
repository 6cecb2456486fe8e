/** Sends files to the host as one blob, so that any number of them keeps to the few blobs a host takes. */
import { sha256 } from "@noble/hashes/sha2.js";
import type { HostClient } from "../messaging/client.ts";
import { HitofudeError } from "../messaging/failure.ts";
import { toBase64 } from "./hash.ts";

/** Bytes of one piece: the most that the protocol allows. */
const PIECE = 512 * 1024;

/** Where a file lies in the blob. */
export type Part = { blob: string; from: number; length: number };

/** `digest`: the one the person was shown. */
type Source = { name: string; file: Pick<Blob, "size" | "slice">; digest: Uint8Array | null };

/**
 * Resolves to one part per file, in order. Empty files cannot be parts: FILE_UNREADABLE. So is a file that is not the one
 * any more whose digest was shown: what is signed is what the person saw. `onSent` hears how many bytes of all went out.
 */
export async function upload(
  host: Pick<HostClient, "request">,
  blob: string,
  files: readonly Source[],
  signal: AbortSignal,
  onSent: (sent: number, all: number) => void = () => undefined,
): Promise<Part[]> {
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const parts: Part[] = [];
  let held = new Uint8Array(0);
  let seq = 0;
  let sent = 0;
  const send = async (bytes: Uint8Array) => {
    signal.throwIfAborted();
    await host.request("blob", { blob, size, seq: seq++, data: base64(bytes), ...(seq === 1 ? { keep: true } : {}) });
  };
  try {
    for (const source of files) {
      const { name, file, digest } = source;
      if (file.size === 0) throw new HitofudeError("FILE_UNREADABLE", { name });
      parts.push({ blob, from: sent, length: file.size });
      const hash = sha256.create();
      for (let at = 0; at < file.size; ) {
        const bytes = await read(source, at, Math.min(PIECE - held.length, file.size - at));
        hash.update(bytes);
        at += bytes.length;
        held = joined(held, bytes);
        if (held.length < PIECE) continue;
        await send(held);
        held = new Uint8Array(0);
        onSent(sent + at, size);
      }
      sent += file.size;
      if (digest !== null && !same(hash.digest(), digest)) throw new HitofudeError("FILE_UNREADABLE", { name });
    }
    if (held.length > 0) await send(held);
    return parts;
  } catch (error) {
    if (seq > 0) await giveUp(host, { blob, size });
    throw error;
  }
}

/** The host holds few blobs at a time, a half one for minutes. A piece out of order ends it (docs/PROTOCOL.md, blob). */
export async function giveUp(
  host: Pick<HostClient, "request">,
  { blob, size }: { blob: string; size: number },
): Promise<void> {
  const seq = Math.ceil(size / PIECE) + 1;
  await host.request("blob", { blob, size, seq, data: "AA==" }).catch(() => undefined);
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);

async function read({ name, file }: Source, from: number, length: number): Promise<Uint8Array> {
  try {
    const bytes = new Uint8Array(await file.slice(from, from + length).arrayBuffer());
    if (bytes.length === length) return bytes;
  } catch {
    // The browser's words say nothing to the person.
  }
  throw new HitofudeError("FILE_UNREADABLE", { name });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Base64 of up to a piece; as one argument list it would be too long for a call. */
function base64(bytes: Uint8Array): string {
  const STEP = 3 * 8192;
  let text = "";
  for (let at = 0; at < bytes.length; at += STEP) text += toBase64(bytes.subarray(at, at + STEP));
  return text;
}
