/**
 * What the host says about a card in use while this is a trial version (docs/PROTOCOL.md, card.status; docs/REALCARDS.md):
 * which uses of a PIN it would let pass. The host decides and holds to it; the windows explain and ask.
 */
import type { CardStatus, Params } from "../messaging/protocol.ts";

/** The kinds of use: the four attributes, the same by the number on the card's face, a signature, everything else. */
export type TrialStep = "attributes" | "verificationB" | "sign" | "rest";

/** consent: it passes when the person agrees. no: it does not, and `params` are those of the refusal. */
export type TrialAnswer = { answer: "yes" | "consent" | "no"; params: Params };

/** What is said about a use; null where there is no trial: a test card, an older host, no card yet. */
export function trialAnswer(status: CardStatus | null, step: TrialStep): TrialAnswer | null {
  const told = status?.trial?.[step];
  if (!told) return null;
  const { answer, params = {} } = told;
  // A word that this version does not know is no permission.
  return { answer: answer === "yes" || answer === "consent" ? answer : "no", params };
}

/** Which steps went well before, in their order. The status has just been read. */
export function stepsDone(status: CardStatus | null): { status: boolean; attributes: boolean; sign: boolean } {
  const done = (step: TrialStep) => trialAnswer(status, step)?.answer === "yes";
  return { status: true, attributes: done("attributes"), sign: done("sign") };
}
