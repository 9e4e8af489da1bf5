"use strict";
// Pictures of a page, drawn from what it says in `data-drawn`; each can be taken away as SVG or PNG.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#ece8e3" : "#1c1b1a";
const paper = dark ? "#191817" : "#fff";
const colours = dark ? ["#e0736c", "#8cbcf2", "#c9a45c"] : ["#b3261e", "#0b57a4", "#8a5a00"];
const place = document.querySelector("[data-picture]");
const drawn = JSON.parse(place.dataset.drawn);
const node = new Map(drawn.nodes.map((one) => [one.name, one]));
const label = { formatter: (one) => node.get(one.name).short, color: ink };

// Tasks stand in the order of the text; each area, and each body, beside the middle of its tasks.
const GAP = 12;
function flow() {
  const value = (one, end) => drawn.links.filter((link) => link[end] === one.name).reduce((sum, link) => sum + link.value, 0);
  const nodes = drawn.nodes.map((one) => ({ ...one, value: Math.max(value(one, "source"), value(one, "target")) }));
  const columns = [0, 1, 2].map((depth) => nodes.filter((one) => one.depth === depth));
  const height = place.clientHeight - 16;
  const scale = Math.min(...columns.filter((own) => own.length).map((own) => (height - (own.length - 1) * GAP) / own.reduce((sum, one) => sum + one.value, 0)));
  const middle = new Map();
  const stack = (own, wanted) => {
    let y = 0;
    for (const one of own) {
      one.y = Math.max(y, wanted(one) - (one.value * scale) / 2);
      y = one.y + one.value * scale + GAP;
    }
    let most = height;
    for (const one of [...own].reverse()) {
      one.y = Math.min(one.y, most - one.value * scale);
      most = one.y - GAP;
      middle.set(one.name, one.y + (one.value * scale) / 2);
    }
  };
  stack(columns[1], () => 0);
  const beside = (one) => {
    const tasks = drawn.links.flatMap((link) => (link.source === one.name ? [link.target] : link.target === one.name ? [link.source] : []));
    return tasks.reduce((sum, task) => sum + middle.get(task), 0) / tasks.length;
  };
  for (const depth of [0, 2]) {
    if (depth) columns[depth].sort((a, b) => beside(a) - beside(b));
    stack(columns[depth], beside);
  }
  return {
    type: "sankey",
    data: columns.flat().map((one) => ({ name: one.name, depth: one.depth, localY: one.y / height, itemStyle: { color: colours[one.depth] } })),
    links: drawn.links,
    label,
    left: 8,
    right: 210,
    top: 8,
    bottom: 8,
    nodeGap: GAP,
    layoutIterations: 0,
    draggable: false,
    emphasis: { focus: "adjacency" },
    lineStyle: { color: "source", opacity: 0.3 },
  };
}
// the body stands in the middle, the others around it; names of many are turned so that they do not overlap
const around = (one, at) => {
  const turn = (at / (drawn.nodes.length - 1)) * 2 * Math.PI - Math.PI / 2;
  const left = Math.cos(turn) < -1e-9;
  const degrees = (-turn * 180) / Math.PI + (left ? 180 : 0);
  return {
    name: one.name,
    x: 100 * Math.cos(turn),
    y: 100 * Math.sin(turn),
    symbolSize: 8 + 4 * Math.sqrt(one.tasks),
    itemStyle: { color: colours[1] },
    label: { position: left ? "left" : "right", ...(drawn.nodes.length > 16 ? { rotate: degrees } : {}) },
  };
};
const circle = () => ({
  type: "graph",
  layout: "none",
  left: "center",
  top: "middle",
  width: 0.56 * Math.min(place.clientWidth, place.clientHeight),
  height: 0.56 * Math.min(place.clientWidth, place.clientHeight),
  data: [
    { name: drawn.nodes[0].name, x: 0, y: 0, symbolSize: 24, itemStyle: { color: colours[0] }, label: { position: "bottom", fontWeight: "bold", textBorderColor: paper, textBorderWidth: 3 } },
    ...drawn.nodes.slice(1).map(around),
    ...[-100, 100].map((edge) => ({ name: `corner ${edge}`, x: edge, y: edge, symbolSize: 0, label: { show: false }, silent: true })),
  ],
  links: drawn.links.map((one) => ({ ...one, lineStyle: { width: Math.min(8, 1 + one.value / 2) } })),
  label: { ...label, show: true },
  lineStyle: { color: colours[1], opacity: 0.35 },
  emphasis: { focus: "adjacency" },
});

function option() {
  const series = place.dataset.picture === "flow" ? flow() : circle();
  const tooltip = {
    formatter: (one) => (one.dataType === "edge" ? "" : echarts.format.encodeHTML(node.get(one.name).said)),
    confine: true,
    backgroundColor: dark ? "#242220" : "#fff",
    textStyle: { color: ink, width: 320, overflow: "breakAll" },
    extraCssText: "max-width:22rem;white-space:normal",
  };
  return { backgroundColor: "transparent", tooltip, series: [series] };
}

function show() {
  if (place.dataset.picture === "flow") {
    const most = Math.max(...[0, 1, 2].map((depth) => drawn.nodes.filter((one) => one.depth === depth).length));
    place.style.height = `${Math.max(20, most * 1.7)}rem`;
  }
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option());
  chart.on("click", (one) => one.dataType === "node" && location.assign(node.get(one.name).page));
  addEventListener("resize", () => chart.resize());
  const take = (address, form) => Object.assign(document.createElement("a"), { href: address, download: `${place.dataset.name}.${form}` }).click();
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.take === "svg") return take(chart.getDataURL({ type: "svg" }), "svg");
      const size = { width: place.clientWidth, height: place.clientHeight };
      const other = echarts.init(document.createElement("div"), null, { renderer: "canvas", ...size });
      other.setOption({ ...option(), animation: false, backgroundColor: paper });
      take(other.getDataURL({ type: "png", pixelRatio: 2 }), "png");
      return other.dispose();
    });
  }
}

if (drawn.links.length) show();
else place.textContent = place.dataset.empty;
