// «Back» returns to the same place in the list it was opened from, with its filters; without scripts it is a plain link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-back]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const from = document.referrer && new URL(document.referrer);
  if (from && from.origin === location.origin && from.pathname === new URL(link.href).pathname) {
    event.preventDefault();
    history.back();
  }
});
