// Firefox's accessibility tree, in the words of Chromium's: what a screen reader is told in either is read by the same listener.
import { contextOf, sessionOf } from "./firefox-page.mjs";
import { privileged } from "./firefox-privileged.mjs";

/** Firefox's roles that are called otherwise; one that stands in neither list is a group of something. */
const ROLES = {
  pushbutton: "button",
  "toggle button": "button",
  entry: "textbox",
  "password text": "textbox",
  checkbutton: "checkbox",
  graphic: "image",
  "text leaf": "StaticText",
  label: "LabelText",
  "listitem marker": "ListMarker",
  summary: "DisclosureTriangle",
  "combobox list": "MenuListPopup",
};

const LOOK = `
  const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
  const tab = service.getAccessibleFor(NavigableManager.getBrowsingContextById(first).top.embedderElement);
  const nodes = [];
  const read = (one) => {
    const state = {};
    one.getState(state, {});
    const has = (bit) => (state.value & bit) !== 0;
    const attribute = (name) => {
      try { return one.attributes.getStringProperty(name); } catch { return ""; }
    };
    const node = {
      nodeId: String(nodes.length),
      role: attribute("xml-roles").split(" ").includes("main") ? "main" : service.getStringRole(one.role),
      name: one.name ?? "",
      level: attribute("level"),
      focused: has(Ci.nsIAccessibleStates.STATE_FOCUSED),
      checked: has(Ci.nsIAccessibleStates.STATE_CHECKED),
      pressed: has(Ci.nsIAccessibleStates.STATE_PRESSED),
      disabled: has(Ci.nsIAccessibleStates.STATE_UNAVAILABLE),
      invalid: has(Ci.nsIAccessibleStates.STATE_INVALID),
      expanded: has(Ci.nsIAccessibleStates.STATE_EXPANDED),
      childIds: [],
    };
    nodes.push(node);
    for (let i = 0; i < one.childCount; i++) node.childIds.push(read(one.getChildAt(i)));
    return node.nodeId;
  };
  if (tab?.firstChild) read(tab.firstChild);
  return nodes;`;

/** Id → node, as Chromium's Accessibility.getFullAXTree names things. */
export async function heardIn(page) {
  const nodes = await privileged(sessionOf(page), LOOK, [contextOf(page)]);
  return new Map(nodes.map((node) => [node.nodeId, asChromiumSays(node)]));
}

function asChromiumSays({ nodeId, role, name, childIds, ...rest }) {
  const properties = Object.entries(rest).map(([key, value]) => ({ name: key, value: { value } }));
  return { nodeId, ignored: false, role: { value: ROLES[role] ?? role }, name: { value: name }, childIds, properties };
}
