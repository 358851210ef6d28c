// «Add a step» under each stage of a launch case; without it two blank steps stand there after every saving.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-step]");
  if (!button) {
    return;
  }
  const steps = button.closest(".plan-steps");
  const total = steps.querySelector("input[name$='-TOTAL_FORMS']");
  const blank = steps.querySelector("[data-blank-step]");
  const row = blank.cloneNode(true);
  row.removeAttribute("data-blank-step");
  row.hidden = false;
  row.innerHTML = row.innerHTML.replaceAll("-steps-__prefix__-", `-steps-${total.value}-`);
  blank.before(row);
  total.value = Number(total.value) + 1;
  row.querySelector("input[type='text']").focus();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-add-step]")) {
    button.hidden = false;
  }
});
