// Documents of a wanted size, one form for each signature profile.

/** A PDF of one page and of about that many bytes, nearly all of them in one stream, as a scanned page is, or in many. */
export function pdf(bytes, streams = 1) {
  const each = Math.max(1, Math.floor((bytes - 600) / streams) - (streams > 1 ? 90 : 0));
  const stream = Buffer.concat([
    Buffer.from(`<< /Length ${each} >>\nstream\n`),
    Buffer.alloc(each, 0x5a),
    Buffer.from("\nendstream"),
  ]);
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
  ].map((text) => Buffer.from(text));
  for (let i = 0; i < streams; i++) objects.push(stream);
  const parts = [Buffer.from("%PDF-1.7\n")];
  const table = [`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`];
  let at = parts[0].length;
  for (const [i, body] of objects.entries()) {
    table.push(`${String(at).padStart(10, "0")} 00000 n \n`);
    const head = Buffer.from(`${i + 1} 0 obj\n`);
    parts.push(head, body, Buffer.from("\nendobj\n"));
    at += head.length + body.length + 8;
  }
  parts.push(
    Buffer.from(`${table.join("")}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`),
  );
  return Buffer.concat(parts);
}

/** XML as applications have it: an element for each item. */
export function xml(bytes) {
  const item = `<項目 名称="住所">\r\n  <値>東京都千代田区霞が関三丁目</値>\r\n</項目>\r\n`;
  return Buffer.from(`<様式 id="S1">${item.repeat(Math.floor(bytes / Buffer.byteLength(item)))}</様式>`);
}

/** The ZIP of an e-Gov application whose one file has that many bytes. */
export function application(bytes) {
  const list = "<申請書属性情報><申請書ファイル名称>a.xml</申請書ファイル名称></申請書属性情報>";
  const kousei = `<?xml version="1.0" encoding="UTF-8"?><DataRoot><構成情報 ID="構成情報">${list}</構成情報></DataRoot>`;
  return stored({ "a/kousei.xml": Buffer.from(kousei), "a/a.xml": xml(bytes) });
}

/** A ZIP of entries that are not packed. */
function stored(files) {
  const locals = [];
  const central = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    locals.push(Buffer.from("PK\x03\x04"), fields, Buffer.from(name), content);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), fields, tail, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
