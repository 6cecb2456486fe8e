// Scripts with the browser's own rights: the toolbar, the event page, colours. Firefox started with
// --remote-allow-system-access lets WebDriver BiDi into its own windows ("moz:scope": "chrome").

/**
 * Runs the body of an async function in Firefox's own window; `first`, `second`, `third` are its arguments.
 * @param {readonly string[]} args
 * @returns {Promise<unknown>} what it returned, by way of JSON
 */
export async function privileged(session, body, args = []) {
  const { result: tree } = await session.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const { context } = tree.contexts.find(({ url }) => url === "chrome://browser/content/browser.xhtml");
  const { result } = await session.send("script.callFunction", {
    functionDeclaration: `async (first, second, third) => JSON.stringify(await (async () => { ${body} })() ?? null)`,
    arguments: args.map((value) => ({ type: "string", value })),
    target: { context },
    awaitPromise: true,
  });
  if (result.type === "exception") throw new Error(`in Firefox's own window: ${result.exceptionDetails.text}`);
  return JSON.parse(result.result.value);
}
