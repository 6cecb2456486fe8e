import type { BlobPiece } from "./protocol.ts";

/** Nothing this extension asks for makes a larger answer; more would be a broken or hostile host. */
const MAX_BLOB = 256 * 1024 * 1024;

type Growing = { bytes: Uint8Array; filled: number; next: number };

/** Bytes of a standard base64 text. Throws when it is not one. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** Puts the pieces of the host's blobs together; order and size must be exact. */
export class BlobStore {
  readonly #blobs = new Map<string, Growing>();

  /** Takes a piece; false when it does not fit what came before. */
  add(piece: BlobPiece): boolean {
    const blob = this.#blobs.get(piece.blob) ?? this.#begin(piece);
    if (blob === null || piece.seq !== blob.next || piece.size !== blob.bytes.length) return false;
    const bytes = decoded(piece.data);
    if (bytes === null || blob.filled + bytes.length > blob.bytes.length) return false;
    blob.bytes.set(bytes, blob.filled);
    blob.filled += bytes.length;
    blob.next++;
    return true;
  }

  /** The whole blob, which is then forgotten. Throws a RangeError when it is not complete. */
  take(name: string): Uint8Array {
    const blob = this.#blobs.get(name);
    if (!blob || blob.filled !== blob.bytes.length) throw new RangeError("taking blob: not complete");
    this.#blobs.delete(name);
    return blob.bytes;
  }

  #begin(piece: BlobPiece): Growing | null {
    if (!Number.isInteger(piece.size) || piece.size < 0 || piece.size > MAX_BLOB) return null;
    const blob = { bytes: new Uint8Array(piece.size), filled: 0, next: 0 };
    this.#blobs.set(piece.blob, blob);
    return blob;
  }
}

function decoded(data: string): Uint8Array | null {
  try {
    return fromBase64(data);
  } catch {
    return null;
  }
}
