/**
 * Step two of the plan: whose field is it? 15 % of the fields of real forms belong to another person, a company or
 * an animal. A field says so itself, or its heading does, or the last name asked for before it.
 */
import { seenTexts } from "./attribute.ts";
import { remembering } from "./memo.ts";
import { clean, identifierWords } from "./text.ts";
import type { FieldFacts } from "./types.ts";

/**
 * Whose field: "self" only when a word says so; "unsaid" when nothing does; "stand-in" for a guardian, representative
 * or contact person, who may be the holder; "sent-to" for an address something is sent to; "both" when words contradict.
 */
export type Subject = "self" | "unsaid" | "stand-in" | "other" | "sent-to" | "other-address" | "both";

const SELF =
  /申請者|申込者|申し込み者|お申込(み)?の?方|届出(人|者)|請求者|本人|応募者|加入者|受給者|納税者|利用者|契約者|予約者|ご?自身|あなた/;
const STAND_IN = /保護者|親権者|代表者|担当者|責任者|幹事/;
const OTHER =
  /代理人|世帯主|世帯員|お?子(様|さま|さん|ども|供|の)|こども|児童|園児|乳幼児|生徒|学生|配偶者|^(夫|妻|父|母)|(夫|妻|父|母)の|扶養|親族|同居|家族|保証人|紹介者|推薦者|緊急|同伴者|同行者|相続人|被相続|故人|亡くな|死亡|逝去|異動者|転(入|出|居)者|(犬|猫|動物)の|ペット|動物|愛犬|愛猫|わんちゃん|ねこちゃん|飼い?犬|筆頭者|著者|作者|講師|医師|主治医|職員|スタッフ|受付者|記入者|税理士|行政書士|司法書士|弁護士|社労士|代行者|加害|被害者|目撃|大家|家主|[貸売買]主|賃貸人|賃借人|法人|会社|企業|団体|貴社|御社|勤務先|雇用主|事業所|事業主|事業者|所属長|受取人|贈り主|委任|受任|後見/;
const SENT_TO = /送付先|郵送先|届け先|配送先|発送先|送り先/;
/** Addresses that are not where the holder is registered now. */
const OTHER_ADDRESS =
  /\d日(現在|時点)?の(ご)?住所|(以前|過去|前回)の|返送先|請求先|勤務先|本籍|実家|帰省|旧住所|前住所|新住所|転出|転入|異動|引越|転居|別の住所|連絡先住所|所在地|開催|会場|現場|工事|物件|場所/;
/** The end of a heading that names the procedure, not a person: 児童手当 認定請求書. */
const PROCEDURE = /(届|届出|申請|申請書|申込|申込書|請求書|手当|助成|給付金|フォーム|様式|手続き?|登録|予約|案内)$/;
/** What a relation asks: 世帯主との続柄 is about the applicant's relation, not the householder's data. */
const RELATION = /との?(続柄|関係)/;

const SELF_WORDS = words("applicant shinsei shinseisha shinseisya honnin kanyu kanyusha kanyusya kanyusyamei self");
const STAND_IN_WORDS = words(
  "hogosha hogosya guardian parent daihyo daihyou daihyosya daihyosyamei daihyosha tanto tantou tantousya tantousyamei tantosha",
);
const OTHER_WORDS = words(
  "child children kid kids student seito jidou jido kodomo spouse partner haigusha haigusya agent dairi dairinin setainushi stansh stanshname company kaisha kaisya corp corporate emergency kinkyu hosho hoshonin pet kazoku",
);
const SENT_TO_WORDS = words("mailing shipping delivery soufu sofu dest destination");
const OTHER_ADDRESS_WORDS = words("billing office work kinmu honseki");

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Whether a heading is the title of a procedure (児童手当 認定請求書), which names no person. */
export function namesProcedure(heading: string): boolean {
  return isProcedure(heading);
}

const isProcedure: (heading: string) => boolean = remembering((heading) => PROCEDURE.test(clean(heading)));

/** Whose field the texts and identifiers of this one control say it is. */
export function ownSubject(field: FieldFacts): Subject {
  const seen = fromTexts(seenTexts(field));
  if (seen !== "unsaid") return seen;
  const heading = clean(field.context.heading);
  const headed = namesProcedure(heading) ? "unsaid" : fromTexts([heading]);
  return headed !== "unsaid" ? headed : fromIdentifiers(field);
}

/** 患者との関係, 生徒さんとの続柄: whoever fills the form is not that person. 本人 and 世帯主 have rules of their own. */
const RELATED = /(?:^|[\s(])([^\s()]{1,8}?)(?:さん|様)?との?(?:続柄|関係)/;

/** The person a field asks the relation to, or "". */
export function relatedTo(field: FieldFacts): string {
  for (const text of seenTexts(field)) {
    const found = relatedIn(text);
    if (found !== "") return found;
  }
  return "";
}

const relatedIn: (text: string) => string = remembering((text) => {
  const found = RELATED.exec(clean(text))?.[1] ?? "";
  return /本人|申請|申込|届出|世帯主|あなた/.test(found) ? "" : found;
});

/** Organisations a form asks about; their address and their people are not the holder's. */
const ORGANISATION = /法人|会社|企業|団体|貴社|御社|組織|サークル|事業所|チーム|(グループ|クラブ)名/;

/** Whether a field asks for the name of an organisation. */
export function namesOrganisation(field: FieldFacts): boolean {
  return seenTexts(field).some(isOrganisation);
}

const isOrganisation: (text: string) => boolean = remembering((text) => ORGANISATION.test(clean(text)));

/** The stand-in's role as the form says it (代表者), or "" when only an identifier does. */
export function roleOf(field: FieldFacts): string {
  return STAND_IN.exec(clean([...seenTexts(field), field.context.heading].join(" ")))?.[0] ?? "";
}

type Signs = Record<"self" | "other" | "address" | "standIn" | "sentTo", boolean>;

/** 申請者と異なる場合: whoever it is, not the applicant. */
const DIFFERS = /[^\s()]{1,12}と(異な|違|別)[^\s()]*/g;
const ALTERNATIVES = /\([^()]*(又は|または|もしくは|若しくは)[^()]*\)/g;

/**
 * A text as far as it speaks of an owner: 申請者(世帯主) is the applicant, who is the householder, and
 * 納税地(住所又は事業所等) names kinds of places.
 */
export function ownerText(text: string): string {
  const label = clean(text).replace(ALTERNATIVES, " ").replace(DIFFERS, " ");
  return SELF.test(label) ? label.replace(/世帯主/, " ") : label;
}

const NO_SIGNS: Signs = { self: false, other: false, address: false, standIn: false, sentTo: false };

/** What one text says about whose field it is; a relation says it of nobody. */
const signsOf: (text: string) => Signs = remembering((text) => {
  const label = ownerText(text);
  if (label === "" || RELATION.test(label)) return NO_SIGNS;
  return {
    self: SELF.test(label),
    other: OTHER.test(label),
    address: OTHER_ADDRESS.test(label),
    standIn: STAND_IN.test(label),
    sentTo: SENT_TO.test(label),
  };
});

function fromTexts(texts: readonly string[]): Subject {
  let [self, other, address, standIn, sentTo] = [false, false, false, false, false];
  for (const text of texts) {
    const signs = signsOf(text);
    if (signs === NO_SIGNS) continue;
    self ||= signs.self;
    other ||= signs.other;
    address ||= signs.address;
    standIn ||= signs.standIn;
    sentTo ||= signs.sentTo;
  }
  if (self && (other || address)) return "both";
  if (self) return "self";
  if (other) return "other";
  if (standIn) return "stand-in";
  return address ? "other-address" : sentTo ? "sent-to" : "unsaid";
}

function fromIdentifiers(field: FieldFacts): Subject {
  const tokens = [...identifierWords(field.name), ...identifierWords(field.id)];
  if (tokens.length === 0) return "unsaid";
  const any = (known: ReadonlySet<string>) => tokens.some((word) => known.has(word));
  if (any(SELF_WORDS)) return "self";
  if (any(STAND_IN_WORDS)) return "stand-in";
  if (any(OTHER_WORDS)) return "other";
  return any(OTHER_ADDRESS_WORDS) ? "other-address" : any(SENT_TO_WORDS) ? "sent-to" : "unsaid";
}
