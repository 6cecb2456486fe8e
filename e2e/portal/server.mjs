// A portal to test against. It speaks to its pages as the official ones were seen to speak to theirs
// (docs/PORTALS.md), believes nothing that OpenSSL does not, and is for this machine alone.
import { createServer } from "node:https";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { testCertificate } from "./certificate.mjs";
import { hostileDigest } from "./hostile.mjs";
import { pageAt } from "./pages.mjs";
import { checkIdentity, checkSignatures, digestInfo, Refused, ticket } from "./verify.mjs";

/** The portals whose names tests map to this machine; the last one is nobody's. */
export const HOSTS = ["myna.go.jp", "*.myna.go.jp", "*.e-tax.nta.go.jp", "www.keisan.nta.go.jp", "www.example.go.jp"];

/** The manufacture number of the TEST cards of holder and nearly all other profiles. */
const MANUFACTURES = ["0000000000001"];

/**
 * Serves the portal by https on a free port of 127.0.0.1, to any Host name.
 * @param {{ca?: string, hosts?: readonly string[], manufactures?: readonly string[]}} options folder of TEST-{auth,sign}-ca.pem, names in the certificate, cards it knows
 * @returns `url` https://127.0.0.1:PORT/, `host`, `port`, `spki` for the start of a browser with these names, `log` of what was decided, `close()`
 */
export async function startPortal({ ca, hosts = HOSTS, manufactures = MANUFACTURES } = {}) {
  const folder = ca ?? join(root, "internal/virtualcard/testdata/ca");
  const { key, cert, spki } = await testCertificate(hosts);
  const portal = new Portal(folder, manufactures);
  const server = createServer({ key, cert }, (request, response) => void portal.answer(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    url: `https://127.0.0.1:${port}/`,
    host: "127.0.0.1",
    port,
    spki,
    log: portal.log,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** Remembers what it asked, so that an answer counts once and only for the question it was given to. */
export class Portal {
  /** What was decided: `{what, state: "ok"|"refused", reason}`. Nothing of the person. */
  log = [];
  #ca;
  #manufactures;
  #asked = new Map();
  /** Who is logged in: ticket → the installation's uuid and the combination code. */
  #sessions = new Map();

  constructor(ca, manufactures) {
    this.#ca = ca;
    this.#manufactures = manufactures;
  }

  #api = {
    "/api/challenge": () => this.challenge(),
    "/api/log-in": (body) => this.logIn(body),
    "/api/attributes": (body) => this.attributes(body),
    "/api/documents": (body) => this.documents(body),
    "/api/apply": (body) => this.apply(body),
  };

  async answer(request, response) {
    const { pathname } = new URL(request.url, "https://portal");
    try {
      if (this.#api[pathname] && request.method === "POST")
        return json(response, await this.#decide(pathname, request));
      if (pathname.startsWith("/api/hostile/"))
        return json(response, hostileDigest(pathname.slice("/api/hostile/".length)));
      const page = await pageAt(pathname);
      response.writeHead(200, { "content-type": page.type, "content-security-policy": page.policy });
      response.end(page.body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async #decide(pathname, request) {
    const what = pathname.slice(5);
    try {
      const result = await this.#api[pathname](await bodyOf(request));
      if (what !== "challenge" && what !== "documents") this.log.push({ what, state: "ok", reason: "" });
      return { state: "ok", ...result };
    } catch (error) {
      const reason = error instanceof Refused ? error.reason : "broken";
      this.log.push({ what, state: "refused", reason });
      return { state: "refused", reason };
    }
  }

  /** A new random challenge: 32 bytes, of which the page gets the DigestInfo. */
  challenge() {
    const content = crypto.getRandomValues(Buffer.alloc(32));
    return this.#ask([content], (digests) => digests[0]);
  }

  /** Mode 01: who holds this key now. */
  async logIn({ asked, answer }) {
    const contents = this.#once(asked);
    checkAnswer(answer, "01");
    const identity = checkIdentity(answer, this.#manufactures);
    const { certificate, signature } = answer;
    await checkSignatures({ certificate, signatures: [signature], contents, ca: join(this.#ca, "TEST-auth-ca.pem") });
    const session = ticket();
    this.#sessions.set(session, identity);
    return { session };
  }

  /** Mode 04: what stands on the card, for the form. */
  attributes({ session, answer }) {
    checkAnswer(answer, "04");
    this.#same(session, answer);
    const fields = ["name", "sex", "address", "birthday"].map((name) => [name, fromHex(answer[name])]);
    return Object.fromEntries(fields);
  }

  /** Builds the three documents of an application. The page gets digests, never a container. */
  documents({ session, form }) {
    if (!this.#sessions.has(session)) throw new Refused("session");
    const lines = Object.entries(form ?? {}).map(([key, value]) => `${key}: ${value}`);
    const titles = ["(見本) 給付金の申請書", "(見本) 振込先の届", "(見本) 調査への同意書"];
    return this.#ask(
      titles.map((title) => Buffer.from([title, ...lines, ""].join("\n"))),
      (digests) => digests,
    );
  }

  /** Mode 02: the application, signed. */
  async apply({ session, asked, answer }) {
    const contents = this.#once(asked);
    checkAnswer(answer, "02");
    this.#same(session, answer);
    const { certificate, signature: signatures } = answer;
    await checkSignatures({ certificate, signatures, contents, ca: join(this.#ca, "TEST-sign-ca.pem") });
    return { received: contents.length };
  }

  #ask(contents, shape) {
    const asked = ticket();
    this.#asked.set(asked, contents);
    return { asked, digest: shape(contents.map(digestInfo)) };
  }

  /** What was asked under the ticket, which is used up by that. */
  #once(asked) {
    const contents = this.#asked.get(asked);
    this.#asked.delete(asked);
    if (!contents) throw new Refused("not-asked");
    return contents;
  }

  /** The same card and installation that logged in. */
  #same(session, answer) {
    const known = this.#sessions.get(session);
    if (!known) throw new Refused("session");
    const { uuid, code } = checkIdentity(answer, this.#manufactures);
    if (uuid !== known.uuid || code !== known.code) throw new Refused("other-installation");
  }
}

function checkAnswer(answer, mode) {
  if (answer?.mode !== mode) throw new Refused("mode");
  if (answer.result !== "0") throw new Refused("result");
}

/** UTF-8 out of hex, refused when it is neither. */
function fromHex(hex) {
  if (typeof hex !== "string" || !/^([0-9a-f]{2})+$/i.test(hex)) throw new Refused("hex");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(hex, "hex"));
  } catch {
    throw new Refused("hex");
  }
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    throw new Refused("json");
  }
}

function json(response, value) {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
