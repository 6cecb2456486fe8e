// Pages on loopback: a folder of files, and pages a test writes itself.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/**
 * Serves a folder on a free port of 127.0.0.1.
 * @param {string} folder
 * @param {Record<string, string>} pages path → HTML, before the folder's own files
 */
export async function serve(folder, pages = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    try {
      const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const body = pages[pathname] ?? (await readFile(join(folder, normalize(file))));
      response.writeHead(200, {
        "content-type": pages[pathname] ? types[".html"] : (types[extname(file)] ?? "application/octet-stream"),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: `${origin}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
