"use strict";
// Pictures of a page, drawn from what it says in `data-drawn`; each can be taken away as SVG or PNG.
const LIGHT = { ink: "#1c1b1a", paper: "#fff", raised: "#fff", colours: ["#b3261e", "#0b57a4", "#8a5a00"] };
const DARK = { ink: "#ece8e3", paper: "#191817", raised: "#242220", colours: ["#e0736c", "#8cbcf2", "#c9a45c"] };
const shown = matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT;
const place = document.querySelector("[data-picture]");
const drawn = JSON.parse(place.dataset.drawn);
const node = new Map(drawn.nodes.map((one) => [one.name, one]));
// a name is printed over lines
const label = ({ ink, paper }) => ({ formatter: (one) => node.get(one.name).short, color: ink, textBorderColor: paper, textBorderWidth: 3 });

const look = (theme, { depth, gap }) => (gap ? { color: theme.paper, borderColor: theme.colours[depth], borderWidth: 1.5, borderType: [3, 2] } : { color: theme.colours[depth] });
// what a hand on a node or a link is told: its whole name, what it lacks; whom it joins, and why
const gapOf = ({ depth, gap }) => (gap ? `（${depth ? place.dataset.loose : place.dataset.idle}）` : "");
const told = ({ dataType, data, name }) =>
  dataType === "edge" ? [`${node.get(data.source).said} — ${node.get(data.target).said}`, data.said] : [node.get(name).said + gapOf(node.get(name))];

// Tasks stand in the order of the text; each area, and each body, beside the middle of its tasks.
const GAP = 12;
function flow(theme) {
  const value = (one, end) => drawn.links.filter((link) => link[end] === one.name).reduce((sum, link) => sum + link.value, 0);
  const nodes = drawn.nodes.map((one) => ({ ...one, value: Math.max(1, value(one, "source"), value(one, "target")) }));
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
    return tasks.reduce((sum, task) => sum + middle.get(task), 0) / (tasks.length || 1); // a gap follows the one above
  };
  for (const depth of [0, 2]) {
    if (depth) columns[depth].sort((a, b) => beside(a) - beside(b));
    stack(columns[depth], beside);
  }
  return {
    type: "sankey",
    data: columns.flat().map((one) => ({ name: one.name, depth: one.depth, value: one.value, localY: one.y / height, itemStyle: look(theme, one) })),
    links: drawn.links.map((one) => ({ ...one, lineStyle: { color: theme.colours[node.get(one.source).depth] } })),
    label: label(theme),
    left: 8,
    right: 210,
    top: 8,
    bottom: 8,
    nodeGap: GAP,
    layoutIterations: 0,
    draggable: false,
    emphasis: { focus: "adjacency" },
    lineStyle: { opacity: 0.3 },
  };
}
// the body stands in the middle, the others around it; names of many lead outwards, so that they do not overlap
const dot = (one) => Math.min(40, 8 + 4 * Math.sqrt(one.tasks));
const around = (theme) => (one, at) => {
  const turn = (at / (drawn.nodes.length - 1)) * 2 * Math.PI - Math.PI / 2;
  const [x, y] = [Math.cos(turn), Math.sin(turn)];
  const left = x < -1e-9;
  const degrees = (-turn * 180) / Math.PI + (left ? 180 : 0);
  const beside = [x, y].map((way) => dot(one) / 2 + (dot(one) / 2 + 5) * way); // from the corner of its square
  const outwards = { position: beside, align: left ? "right" : "left", verticalAlign: "middle", rotate: degrees };
  return {
    name: one.name,
    x: 100 * x,
    y: 100 * y,
    symbolSize: dot(one),
    itemStyle: { color: theme.colours[1] },
    label: drawn.nodes.length > 16 ? outwards : { position: left ? "left" : "right" },
  };
};
// what the names leave, a letter being 12 px wide
const across = () => {
  const others = drawn.nodes.slice(1);
  const longest = 12 * Math.max(...others.map((one) => one.short.length)) + Math.max(...others.map(dot)) / 2 + 10;
  return Math.max(160, Math.min(place.clientWidth, place.clientHeight) - 2 * longest);
};
const circle = (theme) => ({
  type: "graph",
  layout: "none",
  left: "center",
  top: "middle",
  width: across(),
  height: across(),
  data: [
    { name: drawn.nodes[0].name, x: 0, y: 0, symbolSize: 24, itemStyle: { color: theme.colours[0] }, label: { position: "bottom", fontWeight: "bold" } },
    ...drawn.nodes.slice(1).map(around(theme)),
    ...[-100, 100].map((edge) => ({ name: `corner ${edge}`, x: edge, y: edge, symbolSize: 0, label: { show: false }, silent: true })),
  ],
  links: drawn.links.map((one) => ({ ...one, lineStyle: { width: Math.min(8, 1 + one.value / 2) } })),
  label: { ...label(theme), show: true },
  lineStyle: { color: theme.colours[1], opacity: 0.35 },
  emphasis: { focus: "adjacency" },
});

function option(theme) {
  const series = place.dataset.picture === "flow" ? flow(theme) : circle(theme);
  const tooltip = {
    formatter: (one) => told(one).filter(Boolean).map(echarts.format.encodeHTML).join("<br>"),
    confine: true,
    backgroundColor: theme.raised,
    textStyle: { color: theme.ink, width: 320, overflow: "breakAll" },
    extraCssText: "max-width:22rem;white-space:normal",
  };
  return { backgroundColor: "transparent", animation: false, tooltip, series: [series] };
}

function show() {
  if (place.dataset.picture === "flow") {
    const most = Math.max(...[0, 1, 2].map((depth) => drawn.nodes.filter((one) => one.depth === depth).length));
    place.style.height = `${Math.max(20, most * 1.7)}rem`;
  } else if (drawn.nodes.length < 8) place.style.height = "20rem";
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option(shown));
  chart.on("click", (one) => one.dataType === "node" && location.assign(node.get(one.name).page));
  addEventListener("resize", () => {
    chart.resize();
    chart.setOption(option(shown));
  });
  const take = (address, form) => Object.assign(document.createElement("a"), { href: address, download: `${place.dataset.name}.${form}` }).click();
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const form = button.dataset.take;
      const renderer = form === "svg" ? "svg" : "canvas";
      const size = { width: place.clientWidth, height: place.clientHeight };
      const other = echarts.init(document.createElement("div"), null, { renderer, ...size });
      other.setOption({ ...option(LIGHT), backgroundColor: LIGHT.paper }); // it goes into a document
      take(other.getDataURL({ type: form, pixelRatio: 2 }), form);
      other.dispose();
    });
  }
}

if (drawn.links.length) show();
else place.textContent = place.dataset.empty;
