package autofill

// nameVariants are characters of names that JIS X 0208 lacks, each followed by
// the form of the same character that it has. It is a table by hand: where
// another form of the same character was not beyond doubt (彅, 嵓), there is none.
// Those with a form on the list of variants for JIS X 0213 (SKK-JISYO.itaiji.JIS3_4
// in Debian's skkdic-extra 20230109) were compared with it; 髙→高 is what e-Gov's
// users are told to type (e-Gov takes JIS X 0208 and JIS X 0201 alone).
const nameVariants = `
髙高 﨑崎 𠮷吉 濵濱 𣘺橋 槗橋 栁柳 桒桑 﨔欅 曻昇 昻昂 凞煕 靍鶴 靏鶴 鶵雛 㟢崎 㟁岸 𡈽土 圡土 𣳾泰 㐂喜 喆哲 勛勲 勈勇 贒賢
淸清 靑青 敎教 內内 銳鋭 悅悦 尙尚 閒間 戶戸 柹柿 姸妍 幷并 屛屏 頰頬 顚顛 驒騨 攢攅 瀆涜 焰焔 簞箪 萊莱 蟬蝉 裵裴 軀躯 繫繋
魲鱸 鮏鮭 冝宜 凢凡 凬風 咊和 晥皖 晳晰 曺曹 杦杉 桺柳 虗虚 兊兌 咜咤 廹迫 雞鶏 﨟臈 𡌛野 﨤返 﨣赳 𦚰脇 𠀋丈 䇳箋 𡚴山 鉃鉄
俱倶 吞呑 噓嘘 嚙噛 𠮟叱 塡填 屢屡 囊嚢 俠侠 匤匡 愠慍 摠總 暒晴 榘矩 歏歎 罇樽 羡羨 隝島 㠀島 嶹嶋 硺琢 覐覺 兠兜 荣栄 棃梨 漥窪
朙明 㫖旨 頥頤 沪濾 柗松`
