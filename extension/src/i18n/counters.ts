/** Texts of the question where a signed file goes; what each counter takes stands in docs/counters.json. */
export const ja = {
  "where.ask": "どこに出しますか",
  "where.unknown": "その他・わからない",
  "where.yes": "ここで作った署名を、出せる見こみがあります。",
  "where.no": "ここで作ったファイルは、出せません。",
  "where.notYet": "必要な形は、まだ作れません。",
  "where.official": "公式の方法：{way}",
  "where.source": "たしかさ：{sure}。調べた日：{date}。もとにした資料：",
  "where.sure.high": "高い",
  "where.sure.medium": "中くらい",
  "where.sure.low": "低い",
} as const;

export const en: Record<keyof typeof ja, string> = {
  "where.ask": "Where will you hand it in?",
  "where.unknown": "Somewhere else, or not known",
  "where.yes": "A signature made here has a chance to be taken.",
  "where.no": "A file made here cannot be handed in.",
  "where.notYet": "What is needed cannot be made yet.",
  "where.official": "The official way: {way}",
  "where.source": "How sure: {sure}. Read on {date}. Source:",
  "where.sure.high": "high",
  "where.sure.medium": "medium",
  "where.sure.low": "low",
};
