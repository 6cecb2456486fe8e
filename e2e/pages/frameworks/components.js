// Components of our own with open shadow roots, one in another, that take part in the form by ElementInternals.
const css = "<style>label { display: block } input, select { font: inherit; padding: 4px }</style>";

class TextField extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `${css}<label for="box"></label><input id="box">`;
    root.querySelector("label").textContent = this.getAttribute("label");
    const box = root.querySelector("input");
    box.addEventListener("input", () => this.#internals.setFormValue(box.value));
  }
}

class ChoiceField extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `${css}<label></label>`;
    const label = root.querySelector("label");
    label.textContent = this.getAttribute("label");
    const list = document.createElement("select");
    for (const one of ["", ...this.getAttribute("options").split(" ")])
      list.add(new Option(one || "選んでください", one));
    list.addEventListener("change", () => this.#internals.setFormValue(list.value));
    label.append(list);
  }
}

/** A component that is made of components: its fields are two shadow roots deep. */
class NameFields extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<text-field label="姓"></text-field><text-field label="名"></text-field>`;
    root.addEventListener("input", () => {
      const [family, given] = [...root.querySelectorAll("text-field")].map(
        (one) => one.shadowRoot.querySelector("input").value,
      );
      const data = new FormData();
      data.set("family", family);
      data.set("given", given);
      this.#internals.setFormValue(data);
    });
  }
}

customElements.define("text-field", TextField);
customElements.define("choice-field", ChoiceField);
customElements.define("name-fields", NameFields);
window.state = () => {
  const all = Object.fromEntries(["family", "given", "pref", "rest", "birth", "nick"].map((name) => [name, ""]));
  return { ...all, ...Object.fromEntries(new FormData(document.querySelector("form"))) };
};
