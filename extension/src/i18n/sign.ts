/** Texts of the kinds of signatures: what each is for and how sure that is (docs/COUNTERS.md). */
export const ja = {
  "profile.legend": "署名の形",
  "profile.cms-detached.name": "別のファイルに署名を作る（.p7s）",
  "profile.cms-detached.about":
    "どのファイルにも使えます。元のファイルは変わりません。受け取る人には、元のファイルと署名のファイルの両方を渡します。",
  "profile.cms-attached.name": "元のファイルを署名の中に入れる（.p7m）",
  "profile.cms-attached.about":
    "ファイルが1つですみます。開くには、この形を読めるプログラムが必要です。受け取る人が使えるか、先に聞いてください。",
  "profile.pdf-moj.name": "PDFに署名を入れる（登記・供託オンライン申請の形）",
  "profile.pdf-moj.about":
    "法務省が公開している決まりに合わせて作ります。法務省のシステムでは試していません。見た目は変わりません。",
  "profile.pdf-pades-b.name": "PDFに署名を入れる（PAdES、電子契約など）",
  "profile.pdf-pades-b.about":
    "ヨーロッパの規格（EN 319 142-1）の形です。署名の時刻は、パソコンの時計によります。見た目は変わりません。",
  "profile.egov-kousei.name": "e-Gov電子申請の申請データに署名する（標準形式）",
  "profile.egov-kousei.about":
    "申請データのフォルダーをZIPにしたものを選びます。公開されている2つのプログラムと同じ形です。e-Govでは試していません。",
  "profile.xmldsig-enveloped.name": "XMLの中に署名を入れる",
  "profile.xmldsig-enveloped.about":
    "一般的なXML署名です。どの窓口が受け取るかは、わかっていません。受け取る人にこの形と言われたときだけ、選んでください。",
  "profile.content": "署名のために、ファイルをパソコンのプログラム「hitofude」に渡します。外には送りません。",
  "sign.partly.heading": "{total}個のうち{done}個に署名しました",
  "failure.document": "ファイル：{name}",
  "sign.partly.next": "署名したファイルは、下で保存できます。残りのファイルは、もう一度選んで署名してください。",
  "sign.partly.rest": "署名していないファイル",
  "sign.together": "{count}個のファイルを、まとめて保存する（ZIP）",
  "sign.together.name": "署名ずみ.zip",
  "stage.sending": "ファイルを、パソコンのプログラムに渡しています。",
} as const;

export const en: Record<keyof typeof ja, string> = {
  "profile.legend": "Kind of signature",
  "profile.cms-detached.name": "A signature in a file beside it (.p7s)",
  "profile.cms-detached.about":
    "Fits every file and changes none. Whoever receives it needs both the file and the signature.",
  "profile.cms-attached.name": "The file inside its signature (.p7m)",
  "profile.cms-attached.about":
    "One file instead of two. A program that reads this form is needed to open it. Ask the receiver first.",
  "profile.pdf-moj.name": "Into the PDF, in the form of the online registry (登記・供託オンライン申請)",
  "profile.pdf-moj.about":
    "Made to the rules that the Ministry of Justice publishes. Not tried with its system. The pages look the same.",
  "profile.pdf-pades-b.name": "Into the PDF (PAdES, for electronic contracts and the like)",
  "profile.pdf-pades-b.about":
    "The form of EN 319 142-1. The time is that of this computer's clock. The pages look the same.",
  "profile.egov-kousei.name": "Application data of e-Gov 電子申請 (standard form)",
  "profile.egov-kousei.about":
    "Choose the folder of the application as a ZIP. Made as two public programs make it. Not tried with e-Gov.",
  "profile.xmldsig-enveloped.name": "Into the XML",
  "profile.xmldsig-enveloped.about":
    "A general XML signature. No counter is known to take it. Choose it only when the receiver asked for this form.",
  "profile.content":
    "To be signed, the files are handed to the program hitofude on this computer. They are sent nowhere else.",
  "sign.partly.heading": "{done} of {total} files were signed",
  "failure.document": "File: {name}",
  "sign.partly.next": "Save the signed files below. Choose the other files again to sign them.",
  "sign.partly.rest": "Files without a signature",
  "sign.together": "Save all {count} files together (ZIP)",
  "sign.together.name": "signed.zip",
  "stage.sending": "Handing the files to the program on this computer.",
};
