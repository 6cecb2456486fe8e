// Changes the page after it was read: another label for the same box, or the box made invisible.
document.getElementById("swap").addEventListener("click", () => {
  document.getElementById("first-label").textContent = "掲示板に公開する名前";
});
document.getElementById("hide").addEventListener("click", () => {
  document.getElementById("first").style.opacity = "0";
});
