import { sha256 } from "@noble/hashes/sha2.js";
import { HitofudeError } from "../messaging/failure.ts";

/**
 * SHA-256 of a file, read piece by piece: a large file is never in memory as a whole, and the window stays
 * alive. `onProgress` hears whole percents. Throws FILE_UNREADABLE, or the signal's reason.
 */
export async function hashFile(
  file: Pick<Blob, "size" | "stream"> & { name: string },
  onProgress: (percent: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const hash = sha256.create();
  let done = 0;
  let told = 0;
  try {
    const reader = file.stream().getReader();
    for (;;) {
      const { value, done: ended } = await reader.read();
      signal.throwIfAborted();
      if (ended) break;
      hash.update(value);
      done += value.length;
      const percent = Math.floor((done / file.size) * 100);
      if (percent !== told) onProgress(percent);
      told = percent;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new HitofudeError("FILE_UNREADABLE", { name: file.name });
  }
  // A file that grew or shrank while it was read is not the one whose size the person saw.
  if (done !== file.size) throw new HitofudeError("FILE_UNREADABLE", { name: file.name });
  return hash.digest();
}

/** Lower-case hexadecimal in groups of eight, so that people can compare it. */
export function inGroups(digest: Uint8Array): string {
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{8}/g)?.join(" ") ?? "";
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** A file's name without characters that hide or turn round what is read (RLO makes exe.fdp of pdf.exe). */
export function plainName(name: string): string {
  return name.replace(/[\p{Cc}\p{Bidi_Control}\uFFFD/\\]/gu, "_");
}
