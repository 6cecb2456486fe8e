/**
 * What no field of a big public system says itself, but its manual does. One row for each system, with its source; rules
 * for single pages have no place here.
 */

import { remembering } from "./memo.ts";

type Charset = "jis0208";

/** Hosts end with these names. */
const SITES: readonly { host: string; charset: Charset }[] = [
  // Characters outside JIS X 0208 and 0201 end in an error: www.e-gov.go.jp/help/shinsei/attention/about_letters01.html.
  { host: "e-gov.go.jp", charset: "jis0208" },
  // 異体字やハングル文字等は、入力できません: www.pref.mie.lg.jp/SHOBO/HP/e_nameCollumn.htm. The same system under its three names.
  { host: "apply.e-tumo.jp", charset: "jis0208" },
  { host: "s-kantan.jp", charset: "jis0208" },
  { host: "s-kantan.com", charset: "jis0208" },
];

/** A box that says so itself: 機種依存文字は使用できません, JIS第1・第2水準の漢字, 環境依存文字不可. */
const SAYS =
  /(機種|環境|外)(依存)?(文字|字)[^。]{0,10}(不可|でき(ませ|な)|使わ|避け|以外|除)|JIS[^。]{0,4}第?[一1１][^。]{0,6}第?[二2２]水準/i;

/** The characters a field takes, where only some are taken; undefined where nothing is known. */
export function charsetOf(origin: string, texts: readonly string[]): Charset | undefined {
  return texts.some(says) ? "jis0208" : charsetAt(origin);
}

const says: (text: string) => boolean = remembering((text) => text !== "" && SAYS.test(text));

const charsetAt: (origin: string) => Charset | undefined = remembering((origin) => {
  const host = URL.canParse(origin) ? new URL(origin).hostname : "";
  return SITES.find((site) => host === site.host || host.endsWith(`.${site.host}`))?.charset;
});
