/** Which half is the older one: the extension, or the program on the computer. */

/** By the versions that both say; null when they are the same. */
export function olderHalf(extension: string, host: string): "extension" | "host" | null {
  const order = extension.localeCompare(host, "en", { numeric: true });
  if (order === 0) return null;
  return order > 0 ? "host" : "extension";
}

const NOT_UNDERSTOOD = new Set(["REQUEST_INVALID", "REQUEST_UNKNOWN"]);

/**
 * The code for a failure, knowing both versions: a request that was not understood between halves of different age is the
 * older one's doing, and updating that one is what helps.
 */
export function codeBetween(code: string, extension: string, host: string | undefined): string {
  if (!NOT_UNDERSTOOD.has(code) || host === undefined) return code;
  const old = olderHalf(extension, host);
  if (old === null) return code;
  return old === "host" ? "HOST_OLD" : "EXTENSION_OLD";
}
