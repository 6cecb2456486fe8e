import { closeApp, outcome, post, step } from "./portal.js";

const session = sessionStorage.getItem("session");
const form = document.getElementById("form");
if (!session) outcome("refused", "session", "さきにログインしてください。");

document.getElementById("copy").addEventListener("click", () =>
  step(
    "04",
    async () => ({}),
    (answer) => post("/api/attributes", { session, answer }),
    (verdict) => {
      for (const name of ["name", "sex", "address", "birthday"]) form.elements[name].value = verdict[name];
      outcome("ok", "", "カードから写しました。");
    },
  ),
);

document.getElementById("apply").addEventListener("click", () =>
  step(
    "02",
    () => post("/api/documents", { session, form: Object.fromEntries(new FormData(form)) }),
    (answer, asked) => post("/api/apply", { session, asked, answer }),
    ({ received }) => {
      outcome("ok", "", `申請を受け付けました（書類 ${received} 通）。`);
      closeApp();
    },
  ),
);
