// Reactive forms, compiled in the browser: one control listens at blur alone, validators say what is missing.
import "@angular/compiler";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from "@angular/forms";
import { bootstrapApplication } from "@angular/platform-browser";

const text = (more = {}) => new FormControl("", { nonNullable: true, validators: [Validators.required], ...more });
const form = new FormGroup({
  fullName: text(),
  fullKana: text({ validators: [Validators.required, Validators.pattern(/^[ァ-ヶー　]+$/)] }),
  era: text(),
  eraYear: text(),
  month: text(),
  day: text(),
  gender: new FormControl(""),
  postal: text({ updateOn: "blur", validators: [Validators.pattern(/^\d{3}-\d{4}$/)] }),
  prefectureAndCity: text(),
  townAndStreet: text({ updateOn: "blur" }),
  building: new FormControl(""),
  remarks: new FormControl(""),
  agree: new FormControl(false),
});

const template = `
  <form [formGroup]="form" (ngSubmit)="sent()">
    <div><label for="full-name">氏名</label><input id="full-name" formControlName="fullName"></div>
    <div><label for="full-kana">氏名（カナ）</label><input id="full-kana" formControlName="fullKana"></div>
    <fieldset><legend>生年月日</legend>
      <select formControlName="era" aria-label="元号"><option value=""></option><option value="S">昭和</option><option value="H">平成</option><option value="R">令和</option></select>
      <input formControlName="eraYear" size="3" maxlength="2">年
      <input formControlName="month" size="3" maxlength="2">月
      <input formControlName="day" size="3" maxlength="2">日
    </fieldset>
    <fieldset><legend>性別</legend>
      <input type="radio" id="g1" formControlName="gender" value="1"><label for="g1">男</label>
      <input type="radio" id="g2" formControlName="gender" value="2"><label for="g2">女</label>
      <input type="radio" id="g9" formControlName="gender" value="9"><label for="g9">その他</label>
    </fieldset>
    <div><label for="postal">郵便番号</label><input id="postal" formControlName="postal" placeholder="100-0001"></div>
    <div><label for="city">都道府県・市区町村</label><input id="city" formControlName="prefectureAndCity"></div>
    <div><label for="street">町名・番地</label><input id="street" formControlName="townAndStreet"></div>
    <div><label for="building">建物名</label><input id="building" formControlName="building"></div>
    <div><label for="remarks">備考</label><textarea id="remarks" formControlName="remarks"></textarea></div>
    <label><input type="checkbox" formControlName="agree"> 利用規約に同意する</label>
    <button type="submit">次へ</button>
  </form>`;

class App {
  form = form;
  sent() {
    window.sent++;
  }
}
const Root = Component({ selector: "app-root", template, imports: [ReactiveFormsModule] })(App) ?? App;
await bootstrapApplication(Root, { providers: [provideZonelessChangeDetection()] });
window.state = () => form.getRawValue();
