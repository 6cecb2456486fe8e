// v-model in all its ways: at once, at change (lazy), trimmed, on radios and selects, and a watcher that rewrites.
import { createApp, reactive, watch } from "vue/dist/vue.esm-bundler.js";

const values = reactive({
  name: "",
  kana: "",
  birth: "",
  sex: "",
  zip1: "",
  zip2: "",
  pref: "",
  rest: "",
  tel: "",
  company: "",
  consent: false,
});

createApp({
  setup() {
    // A page that wants half width digits makes them itself.
    watch(
      () => values.rest,
      (now) => (values.rest = now.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))),
    );
    return { values, prefectures: ["東京都", "神奈川県", "埼玉県"] };
  },
  template: `
    <form>
      <dl>
        <dt>お名前</dt><dd><input v-model.trim="values.name" name="your_name" placeholder="見本 太郎"></dd>
        <dt>ふりがな</dt><dd><input v-model="values.kana" name="your_ruby"></dd>
        <dt>生年月日</dt><dd><input v-model="values.birth" type="date"></dd>
        <dt>性別</dt><dd>
          <label><input type="radio" v-model="values.sex" value="m"> 男</label>
          <label><input type="radio" v-model="values.sex" value="f"> 女</label>
        </dd>
        <dt>郵便番号</dt><dd>〒<input v-model.lazy="values.zip1" maxlength="3" size="4">-<input v-model.lazy="values.zip2" maxlength="4" size="5"></dd>
        <dt>都道府県</dt><dd><select v-model="values.pref"><option value="">--</option><option v-for="one in prefectures">{{ one }}</option></select></dd>
        <dt>市区町村以下のご住所</dt><dd><input v-model.lazy="values.rest" size="50"></dd>
        <dt>電話番号</dt><dd><input v-model="values.tel"></dd>
        <dt>会社名</dt><dd><input v-model="values.company"></dd>
      </dl>
      <label><input type="checkbox" v-model="values.consent"> 個人情報の取り扱いに同意します</label>
      <button>確認画面へ</button>
    </form>`,
}).mount("#app");
window.state = () => ({ ...values });
