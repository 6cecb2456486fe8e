// Pages under real names, by https with a TEST certificate, on this machine alone: for what depends on whose name it is.
import { createServer } from "node:https";
import { testCertificate } from "../portal/certificate.mjs";

/**
 * @param {Record<string, string>} pages "host/path" → HTML
 * @returns `names` for the start of a browser, and `close()`
 */
export async function serveNamed(pages) {
  const hosts = [...new Set(Object.keys(pages).map((address) => address.split("/")[0]))];
  const { key, cert, spki } = await testCertificate(hosts);
  const server = createServer({ key, cert }, (request, response) => {
    const { pathname } = new URL(request.url, "https://site");
    const body = pages[`${request.headers.host}${pathname}`];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    names: { hosts, port: server.address().port, spki },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
