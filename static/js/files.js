// Forms that send files: says at once what would be refused, asks for the mark about children only when a photo is
// chosen, and shows how much has been sent. Without it the server says the same.
(() => {
  const INPUT = "[data-files] input[type=file]";

  const refusal = (input, words) => {
    const files = [...input.files];
    if (files.some((file) => file.size > Number(input.dataset.maxBytes))) return words.tooBig;
    return files.length > Number(input.dataset.maxFiles) ? words.tooMany : "";
  };

  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.(INPUT)) return;
    const group = target.closest("[data-files]");
    target.setCustomValidity(refusal(target, group.dataset));
    target.reportValidity();
    const chosen = [...group.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    const mark = group.querySelector("input[type=checkbox]");
    if (mark) mark.required = chosen.some((file) => file.type.startsWith("image/"));
  });

  const show = (form, part, visible) => {
    const element = form.querySelector?.(part);
    if (element) element.hidden = !visible;
  };

  document.addEventListener("htmx:beforeRequest", ({ target }) => show(target, "[data-not-sent]", false));
  document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
    const bar = target.querySelector?.("[data-sending] progress");
    if (!bar || !detail.lengthComputable) return;
    bar.value = (100 * detail.loaded) / detail.total;
    show(target, "[data-sending]", detail.loaded < detail.total);
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ target }) => {
      show(target, "[data-sending]", false);
      show(target, "[data-not-sent]", true);
    });
  }
})();
