// The tricks of the hostile pages. #heard lists every answer that came which the page did not make itself;
// #outcome is ok only when one of them holds a signature or something of the card.

const { act, mode, digest: digestName } = document.body.dataset;
/** Answers that this page made itself. */
const mine = new Set();

document.addEventListener("recvMsg", ({ detail }) => {
  if (mine.has(detail)) return;
  const item = document.createElement("li");
  item.textContent = String(detail).slice(0, 500);
  document.getElementById("heard").append(item);
  let answer = {};
  try {
    answer = JSON.parse(detail);
  } catch {
    // Whatever it is, it is no answer.
  }
  const box = document.getElementById("outcome");
  const got = answer.result === "0" || "signature" in answer || "certificate" in answer || "combination_code" in answer;
  box.dataset.state = got ? "ok" : "error";
  box.dataset.reason = answer.errcode ?? "";
  box.textContent = got ? "手に入れました。" : "手に入りませんでした。";
});

const launch = (detail, where = document) => where.dispatchEvent(new CustomEvent("launchApp", { detail }));
const ask = (request, where) => launch(JSON.stringify(request), where);
const answerMyself = (answer) => {
  const detail = JSON.stringify(answer);
  mine.add(detail);
  document.dispatchEvent(new CustomEvent("recvMsg", { bubbles: true, detail }));
};

/** The page's own inputs, in front of those of the extension. */
function putInputs() {
  for (const id of ["extension-is-installed", "app-is-installed"]) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", id, value: "99" });
    document.body.prepend(input);
  }
}

function putFrame(attributes) {
  const frame = Object.assign(document.createElement("iframe"), attributes);
  document.getElementById("frames").append(frame);
  return frame;
}

/** A page in a frame that asks at once; its origin is that of the address. */
const framed = (origin) => putFrame({ src: `${origin}/hostile/other-origin#at-once` });

const forged = {
  mode: "01",
  result: "0",
  signature: "AAAA",
  certificate: "AAAA",
  uuid: "0".repeat(32),
  combination_code: "0".repeat(64),
};

const tricks = {
  request: ask,
  inputs: (request) => {
    putInputs();
    ask(request);
  },
  flood: (request) => {
    for (let i = 0; i < 100; i++) ask(request);
  },
  two: (request) => {
    ask(request);
    ask({ ...request, again: 1 });
  },
  "two-modes": (request) => {
    ask(request);
    ask({ ...request, mode: "02", digest: [request.digest] });
  },
  "service-id": (request) => ask({ ...request, service_id: "02" }),
  "reply-first": (request) => {
    answerMyself(forged);
    ask(request);
    answerMyself(forged);
  },
  "reply-many": (request) => {
    ask(request);
    for (let i = 0; i < 1000; i++) answerMyself({ ...forged, i });
  },
  navigate: (request) => {
    ask(request);
    location.href = "/elsewhere";
  },
  huge: (request) => ask({ ...request, more: "あ".repeat(2_700_000) }),
  deep: (request) =>
    launch(`${JSON.stringify(request).slice(0, -1)},"more":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
  object: (request) => {
    const trap = () => {
      throw new Error("trap");
    };
    launch({ ...request, toString: () => JSON.stringify(request), toJSON: trap });
    launch(new Proxy({}, { get: trap, has: trap }));
    launch([JSON.stringify(request)]);
    launch(null);
    document.dispatchEvent(new Event("launchApp"));
  },
  prototype: ({ digest }) =>
    launch(
      `{"__proto__":{"result":"0","origin":"https://evil.example"},"constructor":{"prototype":{"mode":"04"}},"toString":1,"hasOwnProperty":1,"mode":"01","service_id":"01","digest":${JSON.stringify(digest)}}`,
    ),
  patched: (request) => {
    const detail = JSON.stringify(request);
    JSON.parse = () => ({ mode: "02", service_id: "01", digest: [request.digest] });
    Array.isArray = () => true;
    Object.prototype.acceptLastTry = true;
    CustomEvent.prototype.initCustomEvent = () => {};
    launch(detail);
  },
  duplicate: ({ digest }) =>
    launch(
      `{"mode":"04","mode":"01","service_id":"02","service_id":"01","digest":"AAAA","digest":${JSON.stringify(digest)}}`,
    ),
  "frame-same": () => framed(location.origin),
  "frame-other": () => framed("https://www.example.go.jp"),
  framed: () => framed("https://www.myna.go.jp"),
  "frame-srcdoc": () =>
    putFrame({
      srcdoc:
        '<body data-act="request" data-mode="01" data-digest="good" id="at-once"><p id="outcome"></p><ul id="heard"></ul><script type="module" src="/hostile.js"></script></body>',
    }),
  "frame-blank": (request) => ask(request, putFrame({}).contentDocument),
};

async function go() {
  const { digest } = await (await fetch(`/api/hostile/${digestName}`)).json();
  tricks[act]({ mode, service_id: "01", digest });
}

document.getElementById("go")?.addEventListener("click", go);
if (location.hash === "#at-once" || document.body.id === "at-once") void go();
