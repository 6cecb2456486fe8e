document.body.dataset["lang"] = "ja";
