/**
 * The script that goes into the documents of a page, in the extension's isolated world, after the toolbar
 * button was pressed. It only offers functions to later injections; by itself it reads and writes nothing.
 */
import { apply, knows, undo } from "../autofill/apply.ts";
import { collect } from "../autofill/collect.ts";
import { forgetAll } from "../autofill/state.ts";
import { api } from "../browser.ts";
import { readValues } from "../compare/read.ts";
import { ask } from "../token/ask.ts";
import { fetchOffered, takePiece } from "../token/fetch.ts";
import { LINE } from "./line.ts";

const offered = { collect, knows, apply, undo, forget: forgetAll, readValues, ask, fetchOffered, takePiece };
export type PageFunctions = typeof offered;

declare global {
  var __hitofude: PageFunctions | undefined;
}

// When the window is gone, however it went, so is what it left here. A window that closes cannot say so by itself: Firefox
// carries out nothing that it still asks for.
if (globalThis.__hitofude === undefined)
  api?.runtime?.onConnect?.addListener((line) => {
    if (line.name.startsWith(LINE)) line.onDisconnect.addListener(() => forgetAll(line.name.slice(LINE.length)));
  });

// A second injection must not replace functions that hold the state of a document already looked at.
globalThis.__hitofude ??= offered;
