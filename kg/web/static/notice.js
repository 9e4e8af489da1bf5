"use strict";
// Which kinds of facts are marked, and the sentence that a link points at.
const notice = document.querySelector(".notice");
for (const box of notice.querySelectorAll("[data-kind]")) {
  box.addEventListener("change", () => notice.classList.toggle(`off-${box.dataset.kind}`, !box.checked));
}
document.getElementById("lit")?.scrollIntoView({ block: "center" });
