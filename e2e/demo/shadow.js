// A labelled text box in an open shadow root, as component libraries make them.
class SampleField extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.id = "box";
    input.name = this.dataset.name;
    label.htmlFor = "box";
    label.textContent = this.dataset.label;
    root.append(label, input);
  }
}

customElements.define("sample-field", SampleField);
