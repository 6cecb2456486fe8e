// What a page without a framework believes: every control by its id or name, as the page's own script would send it.
(() => {
  const keyOf = (field) => field.id || field.name;

  function read(root, all) {
    for (const field of root.querySelectorAll("input, select, textarea")) {
      if (["submit", "button", "reset", "hidden"].includes(field.type)) continue;
      if (field.type === "radio") {
        all[field.name] ??= "";
        if (field.checked) all[field.name] = field.value;
      } else if (field.type === "checkbox") all[keyOf(field)] = field.checked;
      else all[keyOf(field)] = field.value;
    }
    return all;
  }

  /** Pages with a framework put their own function here. */
  window.state ??= () => read(document, {});
  window.readFields = read;
  window.sent = 0;
  // A form that is sent would leave the page: it is counted and stays.
  addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      window.sent++;
    },
    true,
  );
})();
