// The page on which an event is written: what a form of event usually is fills in at once, and «Add a meeting» adds a
// row on the spot. Without it the server does the same, a press of the button later.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const sheet = document.querySelector("[data-sheet]");
  const usual = JSON.parse(document.getElementById("forms-of-events").textContent);
  const field = (name) => sheet.elements.namedItem(name);
  const hint = sheet.querySelector("[data-form-hint]");
  const filled = new Map();

  // Writes a usual value where nobody has written, or where only we have.
  const suggest = (input, value) => {
    if (!input || (input.value && input.value !== filled.get(input))) return;
    input.value = value;
    filled.set(input, input.value);
  };

  const later = (clock, minutes) => {
    const [hours, rest] = clock.split(":").map(Number);
    const end = hours * 60 + rest + minutes;
    return end < 24 * 60 ? `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}` : "";
  };

  const chosen = () => usual[field("form").value];

  const fillEnds = (begins) => {
    const form = chosen();
    if (form && begins.value) suggest(field(begins.name.replace(/begins$/, "ends")), later(begins.value, form.minutes));
  };

  const addMeeting = () => {
    const total = field("meetings-TOTAL_FORMS");
    const blank = sheet.querySelector("[data-blank]").innerHTML.replaceAll("__prefix__", total.value);
    sheet.querySelector("[data-rows]").insertAdjacentHTML("beforeend", blank);
    total.value = Number(total.value) + 1;
    return sheet.querySelector("[data-rows]").lastElementChild;
  };

  const fill = () => {
    const form = chosen();
    hint.hidden = !form;
    if (!form) return;
    hint.textContent = form.hint;
    field("outcome").placeholder = form.product;
    suggest(field("capacity"), form.seats ?? "");
    showSeats();
    for (const begins of sheet.querySelectorAll("input[name$='begins']")) fillEnds(begins);
    if (form.meetings > 1) sheet.querySelector("[data-group='meetings']").open = true;
  };

  // A limit that was filled in for the person is not left inside a folded group.
  const showSeats = () => {
    const note = sheet.querySelector("[data-group='seats'] [data-note]");
    note.textContent = field("capacity").value;
    note.parentElement.hidden = !field("capacity").value;
  };

  sheet.addEventListener("change", ({ target }) => {
    if (target.name === "form") fill();
    if (target.name?.endsWith("begins")) fillEnds(target);
    if (target.name === "capacity") showSeats();
  });
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest("[data-add-meeting]")) return;
    event.preventDefault();
    addMeeting().querySelector("input[type='date']").focus();
  });

  sheet.querySelector("[data-form-list]").hidden = true;
  if (chosen()) {
    hint.hidden = false;
    hint.textContent = chosen().hint;
    field("outcome").placeholder = chosen().product;
  }
  showSeats();
});
