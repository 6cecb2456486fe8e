/**
 * Files and folders as a person hands them over: dropped, or chosen with one of the buttons. A folder that holds an
 * application of e-Gov becomes one document, its archive; of any other folder the files are taken one by one.
 */
import { HitofudeError } from "../messaging/failure.ts";
import { APPLICATION } from "./content.ts";
import { MAX_CONTENT } from "./profiles.ts";
import { zip } from "./zip.ts";

/** A file and where it lay, from the dropped folder's own name on. */
export type Found = { path: string; file: File };

/** What is to be signed. `contents`: the files of a folder's archive; null for a file that is signed as it is. */
export type Item = { name: string; size: number; contents: readonly string[] | null; open(): Promise<File> };

/** More files than this are not looked at: somebody dropped a whole disk. */
const MOST = 2_000;

/** What the systems leave in folders and nobody means to hand in. */
const LEFT_BEHIND = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/i;

/** Dropped things. The list must be read at once: a browser empties it when the event is over. */
export function dropped(transfer: DataTransfer | null): Promise<Found[]> {
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.some((entry) => entry?.isDirectory)) return walk(entries.filter((entry) => entry !== null));
  return Promise.resolve(chosen(transfer?.files ?? []));
}

/** What a file or folder button gave. */
export function chosen(files: Iterable<File>): Found[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function walk(roots: readonly FileSystemEntry[]): Promise<Found[]> {
  const found: Found[] = [];
  const waiting = [...roots];
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (found.length + waiting.length > MOST) throw new HitofudeError("TOO_MANY_FILES", { limit: MOST });
    if (entry.isDirectory) waiting.push(...(await children(entry as FileSystemDirectoryEntry)));
    else found.push({ path: entry.fullPath.replace(/^\//, ""), file: await fileOf(entry as FileSystemFileEntry) });
  }
  return found;
}

/** All entries of a folder; browsers give a hundred at a time. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(
      () => unreadable(folder.name),
    );
    if (some.length === 0 || all.length > MOST) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => unreadable(entry.name));
}

function unreadable(name: string): never {
  throw new HitofudeError("FILE_UNREADABLE", { name });
}

/** The documents among what was handed over: files as the person chose them, those of a folder by their names. */
export function documentsIn(found: readonly Found[]): Item[] {
  const kept = found.filter(({ path }) => !LEFT_BEHIND.test(path.slice(path.lastIndexOf("/") + 1)));
  if (kept.some(({ path }) => path.includes("/"))) kept.sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = applications(kept);
  const inside = ({ path }: Found) => folders.find((folder) => path.startsWith(`${folder}/`));
  const alone = kept.filter((one) => inside(one) === undefined);
  return [
    ...folders.map((folder) =>
      archive(
        folder,
        kept.filter((one) => inside(one) === folder),
      ),
    ),
    ...alone.map(({ file }) => ({ name: file.name, size: file.size, contents: null, open: async () => file })),
  ];
}

/** The outermost folders that hold an application. */
function applications(found: readonly Found[]): string[] {
  const end = `/${APPLICATION}`;
  const all = found.filter(({ path }) => path.endsWith(end)).map(({ path }) => path.slice(0, -end.length));
  return all.filter((folder) => !all.some((other) => folder.startsWith(`${other}/`)));
}

/** The archive that the host packs of the same folder: a folder of that name with the files in it. */
function archive(folder: string, files: readonly Found[]): Item {
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  const above = folder.length - name.length;
  const contents = files.map(({ path }) => path.slice(folder.length + 1));
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const open = async () => {
    if (size > MAX_CONTENT) throw new HitofudeError("DOCUMENT_TOO_LARGE", { limit: MAX_CONTENT });
    const entries = [];
    for (const { path, file } of files) entries.push({ name: path.slice(above), bytes: await bytesOf(file) });
    return new File(zip(entries), `${name}.zip`, { type: "application/zip" });
  };
  return { name: `${name}.zip`, size, contents, open };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return unreadable(file.name);
  }
}
