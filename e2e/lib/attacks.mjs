// Pages that try to get data out of a filler: ways to hide a field from the person, and ways to change a page between
// the preview and the writing. Each way has its own page; #seen is an honest field that has to stay fillable.

const box = (attributes = "") => `<p><label for="bait">住所</label><input id="bait" name="address" ${attributes}></p>`;
const inside = (style, content = box()) => `<div style="${style}">${content}</div>`;
const lid = (style, more = "") =>
  `<div style="position:relative">${box()}<div ${more} style="position:absolute;inset:0;${style}"></div></div>`;

/** Name → what stands beside the honest field. The bait must be neither listed nor filled. */
export const hiding = {
  "opacity of the field": box('style="opacity:0.01"'),
  "opacity of an ancestor": inside("opacity:0.05"),
  "opacities that multiply": inside("opacity:0.6", inside("opacity:0.6", inside("opacity:0.6"))),
  "a filter that makes it clear": inside("filter:opacity(0)"),
  "a filter that burns it out": inside("filter:brightness(40)"),
  "a filter that blurs it": inside("filter:blur(40px)"),
  "a mask": inside("mask-image:linear-gradient(transparent,transparent)"),
  "mixing with what lies below": inside("mix-blend-mode:lighten"),
  "a clear ancestor behind a control named parentElement": `</form>${inside("opacity:0.01", `<form id="f">${box()}</form>`)}<button form="f" name="parentElement">x</button>`,
  "a clear ancestor behind a control named assignedSlot": `</form>${inside("opacity:0.01", `<form id="f">${box()}</form>`)}<button form="f" name="assignedSlot">x</button>`,
  "a lid the walk would miss behind a form named body": `</form><form name="body"></form>${lid("background:#fff;pointer-events:none")}`,
  "display none": inside("display:none"),
  "visibility hidden": inside("visibility:hidden"),
  "the hidden attribute": `<div hidden>${box()}</div>`,
  "content-visibility": inside("content-visibility:hidden"),
  "a closed accordion": `<details><summary>くわしく</summary>${box()}</details>`,
  "an accordion closed by its height": inside("height:0;overflow:hidden"),
  "far to the left": inside("position:absolute;left:-9999px"),
  "far above": inside("position:absolute;top:-9999px"),
  "moved by a transform": inside("transform:translateX(-5000px)"),
  "shrunk by a transform": inside("transform:scale(0.01)"),
  "one pixel": box('style="width:1px;height:1px;padding:0;border:0"'),
  "one pixel of a scrolling box": inside("width:1px;height:1px;overflow:auto"),
  "clipped to nothing": inside("clip-path:inset(50%)"),
  "clipped the old way": inside("position:absolute;clip:rect(0,0,0,0)"),
  "a lid": lid("background:#fff"),
  "a lid that lets clicks through": lid("background:#fff;pointer-events:none"),
  "a lid made of a picture": lid("background:url(data:image/gif;base64,R0lGODlhAQABAAAAACw=);pointer-events:none"),
  "a lid in the top layer": `${box()}<div id="top" popover="manual" style="inset:auto;left:0;width:100vw;height:80vh;margin:0;border:0;background:#fff;pointer-events:none"></div><script>
    document.getElementById("top").style.top = document.querySelector("label[for=bait]").getBoundingClientRect().top + "px";
    document.getElementById("top").showPopover();
  </script>`,
  "a lid made of a pseudo element":
    '<style>.lid{position:relative}.lid::after{content:"";position:absolute;inset:0;width:600px;height:80px;background:#fff;pointer-events:none}</style>' +
    `<div class="lid">${box()}</div>`,
  "a lid made of the pseudo element of a box of no size":
    '<style>.nothing::before{content:"";position:absolute;inset:0;width:600px;height:80px;background:#fff}</style>' +
    inside("position:relative", `${box()}<i class="nothing"></i>`),
  "a lid that is all frame": lid("bottom:auto;height:0;border-top:80px solid #fff"),
  "a lid that is all inner shadow": lid("box-shadow:inset 0 0 0 999px #fff"),
  "the field's own label as a lid": inside(
    "position:relative",
    `${box()}<label for="bait" style="position:absolute;inset:0;background:#fff"></label>`,
  ),
  "behind the page": `<div style="position:relative;z-index:0;background:#fff">${inside("position:relative;z-index:-1", box())}<div style="position:absolute;inset:0;background:#fff"></div></div>`,
  "hidden from readers": `<div aria-hidden="true">${box()}</div>`,
  inert: `<div inert>${box()}</div>`,
  "type hidden": '<input type="hidden" id="bait" name="address">',
  "closed to typing": box("readonly"),
  "switched off": box("disabled"),
  "a trap for robots by its name": '<p><label for="bait">住所</label><input id="bait" name="_gotcha"></p>',
  "a trap for robots by its label":
    '<p><label for="bait">住所（入力しないでください）</label><input id="bait" name="a"></p>',
};

/** A mask that Chromium alone knows. */
export const oldMask = inside("-webkit-mask-box-image:linear-gradient(transparent,transparent) 0 fill");

/** Name → what the page does to #bait between the preview and the writing. Nothing may be written. */
export const swapping = {
  "another label": 'document.querySelector("label[for=bait]").textContent = "掲示板に出す文"',
  "another placeholder": 'bait.placeholder = "掲示板に出す文"',
  "a clear field": 'bait.style.opacity = "0"',
  "a clear ancestor": 'document.body.style.opacity = "0.1"',
  "a clear root": 'document.documentElement.style.opacity = "0.1"',
  "a filter on the root": 'document.documentElement.style.filter = "opacity(0)"',
  "a field moved away": 'bait.style.cssText = "position:absolute;left:-9999px"',
  "a field of another type": 'bait.type = "password"',
  "another field in its place": "bait.replaceWith(bait.cloneNode())",
  "a lid over the whole page":
    'document.body.insertAdjacentHTML("beforeend", "<div style=\\"position:fixed;inset:0;background:#fff;pointer-events:none\\"></div>")',
  "a dialog over the whole page":
    'document.body.insertAdjacentHTML("beforeend", "<dialog id=d style=\\"inset:0;width:100vw;height:100vh;max-width:none;max-height:none;background:#fff\\">くじに当たりました</dialog>"); d.showModal()',
  "a field switched off": "bait.disabled = true",
  "something typed there": 'bait.value = "前の値"',
};

/** Name → what the page does as soon as the field before #bait was written. Nothing may be written there. */
export const listening = {
  "another label": swapping["another label"],
  "a clear field": swapping["a clear field"],
  "a field moved away": swapping["a field moved away"],
  "a lid over the whole page": swapping["a lid over the whole page"],
};

/** A page with an honest field and what an attack adds. */
export const attackPage = (added) =>
  `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>見本</title></head><body><h1>見本</h1><form><p><label for="seen">氏名</label><input id="seen" name="name"></p>${added}</form></body></html>`;
export const baitPage = attackPage(box());
