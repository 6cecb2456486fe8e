// What a portal's page does to have something signed, as the official ones were seen to do it: look for two hidden
// inputs, look at the numbers in them and at the browser's name, dispatch `launchApp`, wait for `recvMsg`.

const settings = new URLSearchParams(location.search);
/** The oldest versions this page takes; `?extension=` and `?app=` make it take others. */
const NEEDS = { extension: Number(settings.get("extension") ?? 24), app: Number(settings.get("app") ?? 29) };
/** `?ua=any` is a page that takes every system. */
const ANY_SYSTEM = settings.get("ua") === "any";

/** Shows how it went: data-state idle, waiting, ok, refused (by this site) or error (by the software of the person). */
export function outcome(state, reason, words) {
  const box = document.getElementById("outcome");
  box.dataset.state = state;
  box.dataset.reason = reason;
  box.textContent = words;
}

/** Why this page does not work here, or "". */
function whyNot() {
  const number = (id) => Number(document.getElementById(id)?.value ?? Number.NaN);
  if (Number.isNaN(number("extension-is-installed")) || Number.isNaN(number("app-is-installed")))
    return "not-installed";
  if (number("extension-is-installed") < NEEDS.extension) return "extension-old";
  if (number("app-is-installed") < NEEDS.app) return "app-old";
  const system = `${navigator.userAgent} ${navigator.userAgentData?.platform ?? ""}`;
  if (!ANY_SYSTEM && (/Linux/.test(system) || !/Windows|Mac/.test(system))) return "system";
  return "";
}

const REASONS = {
  "not-installed": "ソフトウェアが見つかりません。",
  "extension-old": "拡張機能が古いです。",
  "app-old": "アプリが古いです。",
  system: "お使いのパソコンには対応していません。",
};

/** Sends a request to the extension; resolves to its answer, however long the person takes. */
function launch(request) {
  return new Promise((resolve) => {
    const hear = ({ detail }) => {
      const answer = JSON.parse(detail);
      if (answer.mode !== request.mode) return;
      document.removeEventListener("recvMsg", hear);
      resolve(answer);
    };
    document.addEventListener("recvMsg", hear);
    document.dispatchEvent(new CustomEvent("launchApp", { detail: JSON.stringify(request) }));
  });
}

export async function post(path, body = {}) {
  const response = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return response.json();
}

/** Runs one step of a page: looks whether it can work, asks, has the server judge, shows how it went. */
export async function step(mode, prepare, judge, done) {
  const missing = whyNot();
  if (missing) return outcome("refused", missing, REASONS[missing]);
  outcome("waiting", "", "お待ちください。パソコンのソフトウェアが確認しています。");
  const asked = await prepare();
  if (asked.state === "refused") return outcome("refused", asked.reason, `受け付けられません（${asked.reason}）。`);
  const request = { mode, service_id: "01", ...(asked.digest ? { digest: asked.digest } : {}) };
  const answer = await launch(request);
  if (answer.result !== "0")
    return outcome("error", answer.errcode ?? "", `できませんでした（${answer.errcode ?? "番号なし"}）。`);
  const verdict = await judge(answer, asked.asked);
  if (verdict.state !== "ok") return outcome("refused", verdict.reason, `受け付けられません（${verdict.reason}）。`);
  done(verdict);
}

/** Says that nothing more will be asked. No answer is waited for. */
export const closeApp = () =>
  document.dispatchEvent(new CustomEvent("launchApp", { detail: JSON.stringify({ mode: "05", service_id: "01" }) }));
