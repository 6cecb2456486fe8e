/** Addresses into the guide: from a failure, from what the card said, and back from the address to the place in the tree. */
import { isPinKind, type PinKind } from "../pin/kinds.ts";
import { nodeAt, type Place, tree } from "./data.ts";

type Told = { readonly code: string; readonly params: Readonly<Record<string, unknown>> };

/** The guide's page at the next step for a PIN (null: for the card itself) in a state. */
export function guideLinkFor(pin: PinKind | null, state: string): string {
  return `guide.html#${fragment({ pin, state, answer: null })}`;
}

/**
 * The guide's page at the next step after a failure, an advice or a warning of the host. Null when it is about
 * neither a PIN nor a certificate nor the card's last day: then the guide has nothing to say.
 */
export function guideLink({ code, params }: Told): string | null {
  const state = tree.codes.find((entry) => entry.code === code)?.state;
  if (!state) return null;
  const about = params.pin ?? params.key ?? (code === "CERTIFICATE_DIFFERS" ? "signature" : null);
  const pin = isPinKind(about) ? about : null;
  return nodeAt(pin, state) ? guideLinkFor(pin, state) : null;
}

/** The part of the address behind the #. */
export function fragment({ pin, state, answer }: Place): string {
  const given = Object.entries({ pin, state, answer }).filter((pair): pair is [string, string] => pair[1] !== null);
  return new URLSearchParams(given).toString();
}

/** Reads an address; what is not in the tree is left out, so a mistyped address opens the guide's beginning. */
export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const pin = given.get("pin");
  const kind = isPinKind(pin) ? pin : null;
  const state = given.get("state");
  const node = state === null ? null : nodeAt(kind, state);
  const answer = given.get("answer");
  return {
    pin: kind,
    state: node ? node.state : null,
    answer: node?.question && (answer === "yes" || answer === "no") ? answer : null,
  };
}
