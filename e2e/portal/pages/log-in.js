import { closeApp, outcome, post, step } from "./portal.js";

document.getElementById("log-in").addEventListener("click", () =>
  step(
    "01",
    () => post("/api/challenge"),
    (answer, asked) => post("/api/log-in", { asked, answer }),
    ({ session }) => {
      sessionStorage.setItem("session", session);
      outcome("ok", "", "ログインしました。");
      document.getElementById("go").hidden = false;
      closeApp();
    },
  ),
);
