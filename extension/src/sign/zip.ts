/** A ZIP of files as they are (method "stored"): so that fifty signatures are saved by one press. APPNOTE 6.3.3 §4.3. */
export type Entry = { name: string; bytes: Uint8Array };

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (TABLE[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Flag bit 11: names are UTF-8. */
const UTF8 = 0x0800;
/** 1980-01-01, the first day a ZIP can name: when a file was made says nothing here. */
const DAY = 0x0021;

function record(parts: readonly [size: 2 | 4, value: number][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(parts.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of parts) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** The bytes of the archive in pieces. Throws a RangeError when it is too large for a ZIP without 64-bit records. */
export function zip(entries: readonly Entry[]): Uint8Array<ArrayBuffer>[] {
  const body: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const title = new TextEncoder().encode(name);
    const size = bytes.length;
    const facts: [2 | 4, number][] = [
      [2, 20],
      [2, UTF8],
      [2, 0],
      [2, 0],
      [2, DAY],
      [4, crc32(bytes)],
      [4, size],
      [4, size],
      [2, title.length],
      [2, 0],
    ];
    const local = record([[4, 0x04034b50], ...facts]);
    const made: [2 | 4, number][] = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ];
    directory.push(record([[4, 0x02014b50], [2, 20], ...facts, ...made]), title);
    body.push(local, title, Uint8Array.from(bytes));
    offset += local.length + title.length + size;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  if (offset + length > 0xfffffffe || entries.length > 0xfffe)
    throw new RangeError("packing files: too large for a ZIP");
  const count = entries.length;
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, length],
    [4, offset],
    [2, 0],
  ]);
  return [...body, ...directory, end];
}
