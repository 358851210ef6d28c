// The board says when it could not be renewed and keeps what it showed; once its address was changed, it shows nothing.
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.id !== "board") return;
  const part = (name) => document.querySelector(`[data-board-${name}]`);
  const gone = detail.xhr.status === 404;
  if (gone) target.replaceChildren();
  else if (!detail.successful) part("since").textContent = part("time")?.textContent ?? "";
  part("gone").hidden = !gone;
  part("lost").hidden = gone || detail.successful;
});
