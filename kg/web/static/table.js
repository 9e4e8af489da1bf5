"use strict";
// A table of the page becomes one that sorts, filters and turns pages. Its files come from the server, which
// makes them safe for spreadsheets, with the same filters.
const source = document.getElementById("table");
const cell = (held) => {
  const [text, address] = held.getValue();
  return address ? Object.assign(document.createElement("a"), { href: address, textContent: text }) : document.createTextNode(text);
};
const widths = JSON.parse(source.dataset.widths);

const columns = [...source.querySelectorAll("th")].map((head) => head.textContent);

function draw({ rows }) {
  const place = document.createElement("div");
  source.replaceWith(place);
  const table = new Tabulator(place, {
    columns: columns.map((title, at) => ({
      title,
      field: `c${at}`,
      formatter: cell,
      variableHeight: true,
      visible: rows.some((row) => row[at][0]),
      headerFilter: "input",
      headerFilterPlaceholder: source.dataset.filter,
      headerFilterFunc: (wanted, [text]) => text.toLowerCase().includes(wanted.toLowerCase()),
      sorter: ([a], [b]) => a.localeCompare(b, "zh", { numeric: true }),
      widthGrow: widths[at],
      minWidth: widths[at] < 40 ? 90 : 240,
      headerWordWrap: true,
    })),
    data: rows.map((row) => Object.fromEntries(row.map((one, at) => [`c${at}`, one]))),
    layout: "fitColumns",
    pagination: rows.length > 50,
    paginationSize: 50,
    locale: "kg",
    langs: { kg: { pagination: JSON.parse(source.dataset.paging) } },
    columnDefaults: { cssClass: "wrapped" },
  });
  // its body can be reached by keyboard, so it must be one of the children that a grid may have
  table.on("tableBuilt", () => {
    place.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    place.querySelector(".tabulator-table").setAttribute("role", "presentation");
    for (const [at, input] of place.querySelectorAll(".tabulator-header-filter input").entries()) {
      input.setAttribute("aria-label", `${source.dataset.filter} ${columns[at]}`);
      // what is pasted, or put in by an input method, presses no key
      input.addEventListener("input", () => input.dispatchEvent(new Event("search")));
    }
  });
  table.on("dataFiltered", (filters, left) => {
    document.getElementById("count").textContent = left.length;
    for (const link of document.querySelectorAll("[data-file]")) {
      const address = new URL(link.href);
      columns.forEach((_, at) => address.searchParams.delete(`c${at}`));
      for (const one of filters) address.searchParams.set(one.field, one.value);
      link.href = address;
    }
  });
}

fetch(source.dataset.source).then((answer) => answer.json()).then(draw);
