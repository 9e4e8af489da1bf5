"use strict";
// A table of the page becomes one that sorts, filters and turns pages. Its files come from the server, which
// makes them safe for spreadsheets: with the same filters, and in the same order.
const source = document.getElementById("table");
const cell = (held) => {
  const [text, address] = held.getValue();
  return address ? Object.assign(document.createElement("a"), { href: address, textContent: text }) : document.createTextNode(text);
};
const widths = JSON.parse(source.dataset.widths);
const columns = [...source.querySelectorAll("th")].map((head) => head.textContent);

// Numbers by their size (十二 and （三） are numbers too), all else by its sound; what is blank comes last.
const DIGITS = "〇一二三四五六七八九";
const size = (text) => {
  const [, tens, ten, ones] = text.match(/^[（(]?([一二三四五六七八九])?(十)?([一二三四五六七八九])?[）)、]?$/) ?? [];
  if (ten) return 10 * (tens ? DIGITS.indexOf(tens) : 1) + (ones ? DIGITS.indexOf(ones) : 0);
  if (tens && !ones) return DIGITS.indexOf(tens);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
};
function compare([a], [b], _one, _other, _column, direction) {
  if (!a || !b) return (Boolean(b) - Boolean(a)) * (direction === "asc" ? 1 : -1);
  const apart = size(a) - size(b);
  return Number.isNaN(apart) ? a.localeCompare(b, "zh", { numeric: true }) : apart;
}
// A button, so that the keyboard sorts too: its click is one of the heading.
const heading = (held) => Object.assign(document.createElement("button"), { type: "button", className: "sort", textContent: held.getValue() });

function draw({ rows, digest }) {
  document.getElementById("part")?.remove(); // now they are all here
  const place = document.createElement("div");
  source.replaceWith(place);
  // a row of one cell, as a grid may have
  const nothing = Object.assign(document.createElement("div"), { className: "tabulator-placeholder-contents", role: "row" });
  nothing.append(Object.assign(document.createElement("span"), { role: "gridcell", textContent: source.dataset.none }));
  const table = new Tabulator(place, {
    columns: columns.map((title, at) => ({
      title,
      field: `c${at}`,
      formatter: cell,
      titleFormatter: heading,
      variableHeight: true,
      visible: !rows.length || rows.some((row) => row[at][0]),
      headerFilter: "input",
      headerFilterPlaceholder: source.dataset.filter,
      headerFilterFunc: (wanted, [text]) => text.toLowerCase().includes(wanted.toLowerCase()),
      sorter: compare,
      widthGrow: widths[at] / 10, // a share of 1 is rounded to whole pixels, and the last column gets what is left
      minWidth: widths[at] < 13 ? 90 : widths[at] < 40 ? 130 : 240,
      headerWordWrap: true,
    })),
    data: rows.map((row, number) => ({ number, ...Object.fromEntries(row.map((one, at) => [`c${at}`, one])) })),
    placeholder: nothing,
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
  // a shadow at the edge tells that there is more to see
  const edge = () => {
    const { scrollLeft, clientWidth, scrollWidth } = place.querySelector(".tabulator-tableholder");
    place.classList.toggle("more", scrollLeft + clientWidth < scrollWidth - 1);
  };
  table.on("renderComplete", edge);
  table.on("scrollHorizontal", edge);
  table.on("dataFiltered", (_filters, left) => {
    document.getElementById("count").textContent = left.length;
  });
  const form = document.getElementById("files");
  for (const link of document.querySelectorAll("[data-file]")) {
    link.addEventListener("click", (event) => {
      if (!table.getSorters().length && !table.getHeaderFilters().length) return; // the whole, as it came
      event.preventDefault();
      form.action = link.href;
      form.elements.rows.value = table.getRows("active").map((row) => row.getData().number).join(" ");
      form.elements.digest.value = digest;
      form.submit();
    });
  }
}

// What stands in the page stays if the rest does not come.
async function load() {
  const failed = document.getElementById("failed");
  failed.replaceChildren();
  try {
    const answer = await fetch(source.dataset.source, { headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.detail);
    draw(said);
  } catch (error) {
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: source.dataset.again });
    again.addEventListener("click", load);
    failed.append(`${source.dataset.failed}：${error.message} `, again);
  }
}
load();
