/** Writing the rows the person ticked into the documents they were planned for. */
import type { PreviewRow, Write } from "../autofill/types.ts";
import { HitofudeError } from "../messaging/failure.ts";
import type { Looked, PageAccess } from "./page.ts";
import type { DoneRow } from "./state.ts";

/** What became of each row. Throws PAGE_MOVED when the page is not the one that was looked at. */
export async function writeRows(page: PageAccess, looked: Looked, rows: readonly PreviewRow[]): Promise<DoneRow[]> {
  if (!(await page.same(looked))) throw new HitofudeError("PAGE_MOVED");
  const done: DoneRow[] = [];
  for (const document of looked.documents) {
    const mine = rows.filter((row) => row.frame === document.nonce);
    if (mine.length === 0) continue;
    const results = await page.apply(document, mine.map(writeOf));
    for (const row of mine) {
      const result = results.find(({ ref }) => ref === row.ref);
      done.push({ ...row, result: result ?? { ref: row.ref, state: "gone", value: "", valid: false } });
    }
  }
  return done;
}

/** A field that was not empty is overwritten only because the person ticked it in the preview. */
function writeOf({ ref, value, empty }: PreviewRow): Write {
  return empty ? { ref, value } : { ref, value, overwrite: true };
}
