"use strict";
// A decision renews the library, which takes seconds: say so, and let nobody send it twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    form.querySelector("[role=status]").textContent = form.dataset.busy;
    // after the form is gone: a button that is disabled is not sent
    setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
  });
}
// a page that the browser kept as it was left is whole again
addEventListener("pageshow", (event) => event.persisted && location.reload());
