"use strict";
// The SPARQL editor, pointed at this server; nothing is asked of any other.
const place = document.getElementById("editor");
const endpoint = new URL("/sparql", location.href).href;
const prefixes = JSON.parse(place.dataset.prefixes);
const shorten = (iri) => {
  const found = Object.entries(prefixes).find(([, namespace]) => iri.startsWith(namespace));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri}>`;
};

// The editor's table of results brings a style of its own; our policy lets no page write one into its markup.
const append = document.head.appendChild.bind(document.head);
const adopted = new Set();
document.head.appendChild = (node) => {
  if (!(node instanceof HTMLStyleElement)) return append(node);
  const text = node.textContent;
  if (text.startsWith("*")) return append(document.createComment(text)); // the cursor of a drag: taken away behind it
  if (!adopted.has(text)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    adopted.add(text);
  }
  return node;
};

// What is completed: the classes and properties of the ontology with their names in the reader's language,
// asked for once, and the names of other vocabularies that the ready-made queries use.
const ASKED = `SELECT ?term ?label ?class {
  GRAPH <https://gongwen.example/id/graph/ontology> { ?term rdfs:label ?label FILTER(LANG(?label) = "${document.documentElement.lang.slice(0, 2)}")
    ?term a ?kind VALUES (?kind ?class) { (owl:Class true) (owl:ObjectProperty false) (owl:DatatypeProperty false) } } }`;
const terms = fetch(`${endpoint}?query=${encodeURIComponent(ASKED)}`, { headers: { Accept: "application/sparql-results+json" } })
  .then((answer) => answer.json())
  .then((found) => found.results.bindings.map((row) => ({ name: shorten(row.term.value), label: row.label.value, isClass: row.class.value === "true" })))
  .then((own) => [...own, ...JSON.parse(place.dataset.terms).filter((name) => !name.startsWith("kg:")).map((name) => ({ name, label: "", isClass: /:[A-Z]/.test(name) }))])
  .catch(() => []);

const { Yasqe } = Yasgui;
const { class: ofClasses, property: ofProperties } = Yasqe.Autocompleters;
for (const [completer, isClass] of [[ofClasses, true], [ofProperties, false]]) {
  Object.assign(completer, {
    bulk: false,
    autoShow: true,
    preProcessToken: (_, token) => token,
    postProcessSuggestion: (_, token, name) => name,
    get: async (_, token) => {
      const typed = (token?.string ?? "").trim().toLowerCase();
      return (await terms).filter((one) => one.isClass === isClass && one.name.toLowerCase().startsWith(typed)).map((one) => one.name).sort();
    },
    postprocessHints: async (_, hints) => {
      const labels = new Map((await terms).map((one) => [one.name, one.label]));
      return hints.map((hint) => ({ ...hint, displayText: `${hint.text}　${labels.get(hint.text) ?? ""}` }));
    },
  });
}
// What went wrong is one sentence, inside what the server sends to programs.
Yasgui.Yasr.defaults.errorRenderers = [
  async ({ text }) => {
    try {
      return Object.assign(document.createElement("p"), { textContent: JSON.parse(text).detail });
    } catch {
      return undefined;
    }
  },
];
Yasgui.defaults.tabName = Object.keys(JSON.parse(place.dataset.words)).length ? "查询" : "Query";
Yasqe.defaults.autocompleters = ["variables", "class", "property"];
Yasqe.defaults.value = place.dataset.query;
Object.assign(Yasqe.defaults.extraKeys, { Tab: false, "Shift-Tab": false }); // by keyboard one gets out again
const asked = new URL(location.href).searchParams.has("query");
const yasgui = new Yasgui(place, {
  populateFromUrl: !asked, // ours is not a link of the editor's own, which it would run at once
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  persistenceId: "kg",
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
});
const tab = () => yasgui.getTab() ?? yasgui.addTab(true);
tab().setEndpoint(endpoint);
// what a link asks for gets a tab of its own, unless it has one
if (asked) {
  const same = Object.values(yasgui._tabs).find((one) => one.getQuery() === place.dataset.query);
  if (same) yasgui.selectTabId(same.getId());
  else yasgui.addTab(true).setQuery(place.dataset.query);
  tab().setEndpoint(endpoint);
}
// A result that was cut says so in a header of the answer.
yasgui.on("queryResponse", (_, asking) =>
  setTimeout(() => {
    const { rootEl, resultsEl, results } = asking.getYasr();
    rootEl.querySelector(".cut")?.remove();
    const rows = results?.res?.headers?.get("kg-truncated")?.match(/\d+/);
    if (!rows) return;
    const note = Object.assign(document.createElement("p"), { className: "cut gap", textContent: place.dataset.cut.replace("{}", rows) });
    note.setAttribute("role", "status");
    resultsEl.before(note);
  }),
);
document.getElementById("named").addEventListener("change", (event) => {
  if (event.target.value) tab().setQuery(event.target.value);
});
