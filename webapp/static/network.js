// The network to be explored: drawn by Cytoscape, which is loaded when somebody asks for it.
"use strict";

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-explore]");
  if (!opener) return;
  opener.disabled = true;
  const [answer] = await Promise.all([fetch(opener.dataset.explore), loaded(opener.dataset.library)]);
  const { nodes, edges } = await answer.json();
  const stage = document.getElementById("stage");
  stage.hidden = false;
  opener.hidden = true;
  opener.dataset.used = "yes";
  draw(stage, nodes, edges);
});

function loaded(address) {
  return new Promise((resolve, reject) => {
    if (window.cytoscape) return resolve();
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function draw(stage, nodes, edges) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const looks = () => [
    {
      selector: "node",
      style: {
        label: "data(label)", shape: "ellipse", width: "mapData(weight, 1, 12, 14, 44)", height: "mapData(weight, 1, 12, 14, 44)",
        "background-color": colour("mark-line"), color: colour("ink"), "font-size": 17, "text-valign": "bottom",
        "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 150, "min-zoomed-font-size": 7,
        "text-background-color": colour("paper"), "text-background-opacity": 0.8,
      },
    },
    { selector: "node[kind = 'org']", style: { shape: "round-rectangle", "background-color": colour("margin") } },
    { selector: "edge", style: { width: "mapData(weight, 1, 10, 1, 6)", "line-color": colour("rule"), "curve-style": "haystack" } },
    { selector: "edge[!contacts]", style: { "line-style": "dashed" } },
    { selector: ".far", style: { opacity: 0.15 } },
    { selector: ".chosen", style: { "border-width": 3, "border-color": colour("ink") } },
  ];
  const graph = cytoscape({
    container: stage.querySelector(".graph"),
    elements: [...nodes.map((data) => ({ data })), ...edges.map((data) => ({ data }))],
    style: looks(),
    layout: { name: "cose", animate: false, padding: 15, nodeDimensionsIncludeLabels: true, idealEdgeLength: 60, componentSpacing: 30, nodeRepulsion: 6000 },
    minZoom: 0.2,
    maxZoom: 3,
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(looks()));
  const told = stage.querySelector("[data-told]");
  const choose = (node) => {
    graph.elements().removeClass("far chosen");
    if (!node?.length) return told.replaceChildren("Choose a name to see its ties.");
    const near = node.closedNeighborhood();
    graph.elements().difference(near).addClass("far");
    node.addClass("chosen");
    const link = Object.assign(document.createElement("a"), { href: node.data("href"), textContent: node.data("label") });
    const others = near.nodes().difference(node).map((each) => each.data("label"));
    told.replaceChildren(link, others.length ? `: ${others.join(", ")}` : "");
  };
  graph.on("tap", "node", (event) => choose(event.target));
  graph.on("tap", (event) => event.target === graph && choose(null));
  const names = stage.querySelector("select");
  names.append(...[...nodes].sort((a, b) => a.label.localeCompare(b.label)).map(({ id, label }) => new Option(label, id)));
  names.addEventListener("change", () => {
    const node = graph.getElementById(names.value);
    choose(node);
    if (node.length) graph.animate({ fit: { eles: node.closedNeighborhood(), padding: 60 } }, { duration: 0 });
  });
  for (const button of stage.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const factor = Number(button.dataset.zoom);
      if (factor) graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
      else graph.fit(undefined, 30);
    });
  }
  choose(null);
}
