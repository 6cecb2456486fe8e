/**
 * The whole chain as the extension sees it: first its own side (does the program answer, do the halves fit), then what
 * the program finds behind it. Where the program does not answer, the next step names this browser and this system.
 */
import { asFailure } from "../messaging/failure.ts";
import type { Params } from "../messaging/protocol.ts";
import { olderHalf } from "../messaging/versions.ts";
import { type Finding, readFindings } from "./finding.ts";
import { installCommand, type Place } from "./place.ts";

/** What is needed of the host client. */
export type Host = {
  readonly hello: { version: string; capabilities: readonly string[] };
  request(type: string, params: Params): Promise<Params>;
  close(): void;
};

export type Examination = { findings: Finding[]; report: string };

/** Codes by which the browser says that it cannot start the program, or must not. */
const UNREACHED = new Set(["HOST_MISSING", "HOST_FORBIDDEN", "CALLER_REFUSED"]);
const UNFIT = new Set(["HOST_OLD", "EXTENSION_OLD", "PROTOCOL_VERSION"]);
/** What the program would look at. */
const BEHIND = ["config", "entry", "service", "reader", "card", "application", "counters"];

/** Examines everything; never throws. `open` starts the program. */
export async function examine(open: () => Promise<Host>, own: string, place: Place): Promise<Examination> {
  let findings: Finding[];
  let told = "";
  try {
    const host = await open();
    try {
      findings = [{ check: "program", state: "ok" }, fit(own, host.hello.version)];
      if (host.hello.capabilities.includes("doctor")) {
        const answer = await host.request("doctor", {});
        findings.push(...readFindings(answer.findings));
        if (typeof answer.report === "string") told = answer.report;
      } else {
        findings.push({ check: "version", state: "note", code: "HOST_WITHOUT_DOCTOR" });
      }
    } finally {
      host.close();
    }
  } catch (error) {
    findings = unreached(asFailure(error), place);
  }
  return { findings, report: reportOf(findings, own, place, told) };
}

/** Whether the halves have one version; which one is old, otherwise. Both still understand each other. */
function fit(own: string, host: string): Finding {
  const old = olderHalf(own, host);
  if (old === null) return { check: "version", state: "ok", params: { version: host } };
  const code = old === "host" ? "VERSION_HOST_OLDER" : "VERSION_EXTENSION_OLDER";
  return { check: "version", state: "note", code, params: { host, own } };
}

function unreached(failure: { code: string; params: Params }, place: Place): Finding[] {
  const { code, params } = failure;
  const behind = BEHIND.map((check): Finding => ({ check, state: "skipped" }));
  if (UNFIT.has(code)) {
    return [{ check: "program", state: "ok" }, { check: "version", state: "bad", code, params }, ...behind];
  }
  const command = installCommand(place);
  const own = UNREACHED.has(code) ? { code: `${code}_HERE`, params: { ...params, ...command } } : { code, params };
  return [{ check: "program", state: "bad", ...own }, { check: "version", state: "skipped" }, ...behind];
}

/** Text for somebody who helps: browser, system, versions, states and codes; nothing about a person. */
function reportOf(findings: readonly Finding[], own: string, place: Place, told: string): string {
  const mine = findings
    .filter(({ check }) => check === "program" || check === "version")
    .map(({ check, state, code }) => `${state.padEnd(7)} ${check}${code ? ` ${code}` : ""}`);
  return [`extension ${own}, ${place.browser} ${place.release}, ${place.os}`, ...mine, told].join("\n").trimEnd();
}
