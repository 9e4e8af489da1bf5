"use strict";
// What the editor itself leaves out: words in the reader's language, names for those who cannot see, and links
// that stay on this server.
const around = document.getElementById("editor");
// a pattern of what it says in English -> what is said instead
const words = Object.entries(JSON.parse(around.dataset.words)).map(([pattern, said]) => [new RegExp(`^${pattern}$`), said]);
const names = JSON.parse(around.dataset.names);
const base = around.dataset.base;

function said(text) {
  const found = words.find(([pattern]) => pattern.test(text));
  return found ? text.replace(...found) : text;
}

function mend() {
  const texts = document.createTreeWalker(around, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".CodeMirror, td, th, pre") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (texts.nextNode()) {
    const text = texts.currentNode.data;
    if (said(text) !== text) texts.currentNode.data = said(text);
  }
  for (const name of ["title", "aria-label", "placeholder"]) {
    for (const one of around.querySelectorAll(`[${name}]`)) {
      const text = one.getAttribute(name);
      if (said(text) !== text) one.setAttribute(name, said(text));
    }
  }
  for (const [selector, name] of Object.entries(names)) {
    for (const one of around.querySelectorAll(`${selector}:not([aria-label])`)) one.setAttribute("aria-label", name);
  }
  // among tabs only tabs are allowed
  for (const one of around.querySelectorAll(".addTab:not([role])")) one.setAttribute("role", "tab");
  for (const link of around.querySelectorAll(`a[href^="${base}"]`)) {
    const iri = link.getAttribute("href");
    const plain = iri.startsWith(`${base}id/`) && !iri.includes("#");
    link.href = plain ? iri.slice(base.length - 1) : `/thing?iri=${encodeURIComponent(iri)}`;
  }
}

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    mend();
  });
}).observe(around, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["title", "aria-label", "href"] });

// Values as people read them; a switch shows their types. The manual of the editor is on another server.
Yasgui.Yasr.registerPlugin(
  "table",
  class extends Yasgui.Yasr.plugins.table {
    constructor(yasr) {
      super(yasr);
      this.persistentConfig = { compact: true };
    }
  },
);
