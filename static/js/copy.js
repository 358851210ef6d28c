// Beside every [data-copy] a button that puts its text on the clipboard; without it the text can be selected by hand.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  for (const source of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = source.dataset.copyClass ?? "button";
    button.textContent = source.dataset.copyLabel;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.dataset.copy);
      button.textContent = source.dataset.copiedLabel;
    });
    source.after(" ", button);
  }
});
