// Pages of our own, bundled into a folder that is served, and the way from a page to what the extension would write there.
import { cp, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";
import { scratch } from "./scratch.mjs";

const pagesFolder = join(root, "e2e/pages");
// The bundler is the extension's: one version of it in the project.
const { build } = createRequire(join(root, "extension/package.json"))("esbuild");

/** Copies the pages into a folder of their own and bundles the frameworks' scripts into it. */
export async function buildPages() {
  const folder = await scratch("hitofude-pages-");
  await cp(pagesFolder, folder.path, { recursive: true });
  const sources = (await readdir(join(pagesFolder, "frameworks"))).filter((name) => /\.jsx?$/.test(name));
  await build({
    entryPoints: Object.fromEntries(
      sources.map((name) => [name.replace(/\.jsx?$/, ".bundle"), join(pagesFolder, "frameworks", name)]),
    ),
    bundle: true,
    format: "esm",
    jsx: "automatic",
    outdir: join(folder.path, "frameworks"),
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      ngDevMode: "false",
    },
    logLevel: "error",
  });
  return folder;
}

/** Every page with a result it states, as `{name: "forms/etumo-apply", expected}`. */
export async function allPages() {
  const found = [];
  for (const folder of ["frameworks", "forms"]) {
    const files = (await readdir(join(pagesFolder, folder))).filter((name) => name.endsWith(".html")).sort();
    for (const file of files) {
      const html = await readFile(join(pagesFolder, folder, file), "utf8");
      const stated = /<script type="application\/json" id="expected">([\s\S]*?)<\/script>/.exec(html)?.[1];
      if (stated !== undefined)
        found.push({ name: `${folder}/${file.replace(".html", "")}`, expected: JSON.parse(stated) });
    }
  }
  return found;
}

/** The planner as the window has it: `{plan, preview}` of the extension's own source. */
export async function planner() {
  const folder = await scratch("hitofude-planner-");
  const outfile = join(folder.path, "planner.mjs");
  const from = (name) => `export * from ${JSON.stringify(join(root, "extension/src/autofill", name))};`;
  const contents = ["plan.ts", "preview.ts"].map(from).join("\n");
  await build({ stdin: { contents, resolveDir: root }, bundle: true, format: "esm", platform: "node", outfile });
  return import(pathToFileURL(outfile).href);
}

/** The holder of the ordinary test card as the host describes it, with what she may have given beside it. */
export const hanako = {
  name: { full: "見本　花子", family: "見本", given: "花子", sure: true, script: "cjk" },
  address: {
    full: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３",
    prefecture: "東京都",
    city: "千代田区",
    town: "霞が関三丁目",
    street: "２番１号",
    building: "みほんコーポ２０３",
  },
  birth: { date: "1985-05-15", year: 1985, month: 5, day: 15, era: "昭和", eraYear: 60, eraLetter: "S" },
  age: 41,
  sex: { code: "2", label: "女" },
  kana: { family: "ミホン", given: "ハナコ" },
  postalCode: "1000013",
  phones: [{ digits: "09012345678", parts: ["090", "1234", "5678"] }],
  email: "hanako@example.jp",
};

/**
 * The tab's documents as the extension sees them. `window` is the extension's own window for the tab: what is injected
 * from there runs in the isolated world, like everything Hitofude does in a page.
 */
export function tabOf(window) {
  return {
    /** Puts the shipped script into every frame and returns their facts; each has a nonce of its own. */
    collect: () =>
      window.evaluate(async () => {
        const target = { tabId: Number(new URL(location.href).searchParams.get("tab")), allFrames: true };
        await chrome.scripting.executeScript({ target, files: ["page.js"] });
        const func = () => globalThis.__hitofude.collect(crypto.randomUUID());
        const answers = await chrome.scripting.executeScript({ target, func });
        return answers.map(({ result }) => result);
      }),
    /** Writes rows, each into the document whose nonce it names, and returns the results of all. */
    apply: (rows) =>
      window.evaluate(async (all) => {
        const target = { tabId: Number(new URL(location.href).searchParams.get("tab")), allFrames: true };
        const func = async (byNonce) => {
          const { apply } = globalThis.__hitofude;
          return (await Promise.all(Object.entries(byNonce).map(([nonce, writes]) => apply(nonce, writes)))).flat();
        };
        const args = [Object.groupBy(all, ({ frame }) => frame)];
        const answers = await chrome.scripting.executeScript({ target, func, args });
        return answers.flatMap(({ result }) => result);
      }, rows),
    /** Takes back what was written under these nonces; the number of boxes. */
    undo: (nonces) =>
      window.evaluate(async (all) => {
        const target = { tabId: Number(new URL(location.href).searchParams.get("tab")), allFrames: true };
        const func = async (every) => {
          let count = 0;
          for (const nonce of every) count += await globalThis.__hitofude.undo(nonce);
          return count;
        };
        const answers = await chrome.scripting.executeScript({ target, func, args: [all] });
        return answers.reduce((sum, { result }) => sum + result, 0);
      }, nonces),
  };
}
