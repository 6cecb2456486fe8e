// jQuery with two habits of Japanese forms, written for this test after what such scripts do: one clears and rewrites the
// address when a key goes up in the postal code, without events and later; one copies the reading from the keys typed
// into the name, by a timer that runs while the box has the focus.
import $ from "jquery";

const places = { 1000013: ["東京都", "千代田区", "霞が関"] };
let calls = 0;

$(".p-postal-code").on("keyup change", ({ target }) => {
  const digits = target.value.replace(/\D/g, "");
  if (digits.length !== 7) return;
  calls++;
  $(".p-region, .p-locality, .p-street-address").val("");
  const [region, locality, street] = places[digits] ?? ["", "", ""];
  setTimeout(() => {
    $(".p-region").val(region);
    $(".p-locality").val(locality);
    $(".p-street-address").val(street);
  }, 120);
});

let timer = 0;
let typed = "";
$("#name")
  .on("focus", ({ target }) => {
    typed = target.value;
    timer = setInterval(() => {
      if (target.value !== typed && /^[ぁ-ん]+$/.test(target.value)) $("#kana").val(target.value);
      typed = target.value;
    }, 30);
  })
  .on("blur", () => clearInterval(timer));

// What the page's script has heard by itself.
const heard = {};
$("form").on("change", "input, select", ({ target }) => {
  heard[target.id] = target.value;
});
window.state = () => ({ ...window.readFields(document, {}), heard: Object.keys(heard).sort().join(" ") });
window.lookups = () => calls;
