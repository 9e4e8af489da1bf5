"use strict";
// Pictures of a page, drawn from what it says in `data-drawn`; each can be taken away as SVG or PNG.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#ece8e3" : "#1c1b1a";
const colours = dark ? ["#e0736c", "#8cbcf2", "#c9a45c"] : ["#b3261e", "#0b57a4", "#8a5a00"];
const place = document.querySelector("[data-picture]");
const drawn = JSON.parse(place.dataset.drawn);
const node = new Map(drawn.nodes.map((one) => [one.name, one]));
const label = { formatter: (one) => node.get(one.name).short, color: ink };

const flow = () => ({
  type: "sankey",
  data: drawn.nodes.map((one) => ({ name: one.name, depth: one.depth, itemStyle: { color: colours[one.depth] } })),
  links: drawn.links,
  label,
  left: 8,
  right: 210,
  top: 8,
  bottom: 8,
  nodeGap: 6,
  emphasis: { focus: "adjacency" },
  lineStyle: { color: "source", opacity: 0.3 },
});
const circle = () => ({
  type: "graph",
  layout: "circular",
  circular: { rotateLabel: true },
  data: [...drawn.nodes].map((one) => ({
    name: one.name,
    symbolSize: one.centre ? 26 : 8 + 4 * Math.sqrt(one.tasks),
    itemStyle: { color: colours[one.centre ? 0 : 1] },
    ...(one.centre ? { fixed: true } : {}),
  })),
  links: drawn.links.map((one) => ({ ...one, lineStyle: { width: Math.min(8, 1 + one.value) } })),
  label: { ...label, show: true, position: "right" },
  lineStyle: { color: "source", opacity: 0.45, curveness: 0.2 },
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
    place.style.height = `${Math.max(20, most * 1.35)}rem`;
  }
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option());
  chart.on("click", (one) => one.dataType === "node" && location.assign(node.get(one.name).page));
  addEventListener("resize", () => chart.resize());
  const take = (address, form) => Object.assign(document.createElement("a"), { href: address, download: `kg.${form}` }).click();
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.take === "svg") return take(chart.getDataURL({ type: "svg" }), "svg");
      const size = { width: place.clientWidth, height: place.clientHeight };
      const other = echarts.init(document.createElement("div"), null, { renderer: "canvas", ...size });
      other.setOption({ ...option(), animation: false, backgroundColor: dark ? "#191817" : "#fff" });
      take(other.getDataURL({ type: "png", pixelRatio: 2 }), "png");
      return other.dispose();
    });
  }
}

if (drawn.links.length) show();
else place.textContent = place.dataset.empty;
