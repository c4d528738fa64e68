"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("drawing").textContent);
  const panel = byId("panel");
  const sought = byId("sought");
  const found = byId("found");
  const boxes = [...document.querySelectorAll("input[data-field]")];
  const picture = byId("picture");
  /* A drawing that says where its nodes stand means left and right; any other may be turned. */
  const upright = !data.placed && picture.clientHeight > picture.clientWidth;
  const placed = ({ x, y }) => (upright ? { x: y, y: x } : { x, y });
  const nodes = new vis.DataSet(
    data.nodes.map((node) => ({ ...node, ...placed(node), label: undefined })),
  );
  const edges = new vis.DataSet(data.edges);
  const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    for (const end of new Set([edge.from, edge.to])) edgesOf.get(end).push(edge);
  }
  const largestFirst = [...data.nodes].sort((a, b) => b.size - a.size);
  const boldFrom = largestFirst[Math.floor(largestFirst.length / 12)]?.size ?? 0;
  const hidden = { nodes: new Set(), edges: new Set() };
  let chosen = new Set();
  let chosenEdges = new Set();
  let hovered = null;

  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = className;
    return element;
  };
  const rowOf = (what, id) => byId(`${what}-${id}`);
  const titleOf = (what, id) => rowOf(what, id).cells[0].textContent;
  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const network = new vis.Network(
    picture,
    { nodes, edges },
    {
      physics: false,
      layout: { improvedLayout: false },
      nodes: { borderWidth: 1.5, borderWidthSelected: 3 },
      edges: {
        arrows: { to: { scaleFactor: 0.5 } },
        arrowStrikethrough: false,
        selectionWidth: 2,
        hoverWidth: 1,
        font: { size: 11, strokeWidth: 4, align: "horizontal" },
        scaling: { label: { drawThreshold: 9 } },
        chosen: { label: false },
      },
      interaction: { hover: true, tooltipDelay: 120, hideEdgesOnZoom: data.edges.length > 600 },
    },
  );

  /* Colours come from the style sheet, which knows light and dark. */
  function paint() {
    const ground = colour("ground");
    const groups = {};
    for (const name of new Set(data.nodes.map((node) => node.group))) {
      const tones = { background: colour(name), border: ground };
      const marked = { background: colour(name), border: colour("ink") };
      groups[name] = { color: { ...tones, highlight: marked, hover: marked } };
    }
    const face = colour("sans");
    const font = { face, color: colour("muted"), strokeColor: ground };
    network.setOptions({ groups, edges: { font } });
    shade();
  }

  /* What has nothing to do with the choice steps back; so does the mass of a large drawing. */
  function shade() {
    const usual = data.edges.length > 300 ? 0.6 : 1;
    nodes.update(
      data.nodes.map(({ id }) => ({ id, opacity: !chosen.size || chosen.has(id) ? 1 : 0.25 })),
    );
    edges.update(
      data.edges.map(({ id, status }) => {
        const tone = colour(status);
        const opacity = !chosen.size ? usual : chosenEdges.has(id) ? 1 : 0.12;
        return { id, color: { color: tone, hover: tone, highlight: tone, opacity } };
      }),
    );
  }

  function choose(nodeIds, edgeIds) {
    chosen = new Set(nodeIds);
    chosenEdges = new Set(edgeIds);
    shade();
  }

  /* Names keep one size on the screen. Of two that would overlap the larger node's is shown; only
     the largest nodes' may lie over other nodes. What is chosen or pointed at is always named. */
  function drawNames(context) {
    const scale = network.getScale();
    const places = network.getPositions();
    const face = colour("sans");
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4 / scale;
    context.strokeStyle = colour("ground");
    context.fillStyle = colour("ink");
    const shown = largestFirst.filter(({ id }) => !hidden.nodes.has(id));
    const discs = shown.map(({ id, size }) => square(places[id], size * 0.8));
    const names = [];
    const wanted = ({ id }) => chosen.has(id) || id === hovered;
    for (const node of [...shown.filter(wanted), ...(chosen.size ? [] : shown)]) {
      const bold = node.size > boldFrom || chosen.has(node.id);
      const text = node.label.length > 30 ? `${node.label.slice(0, 29)}…` : node.label;
      const size = (bold ? 13 : 12) / scale;
      const { x, y } = places[node.id];
      const top = y + node.size + 3 / scale;
      context.font = `${bold ? 600 : 400} ${size}px ${face}`;
      const half = context.measureText(text).width / 2;
      const box = [x - half, top, x + half, top + size * 1.1];
      const others = bold ? names : [...names, ...discs];
      if (!wanted(node) && others.some((other) => overlap(box, other))) continue;
      names.push(box);
      context.strokeText(text, x, top);
      context.fillText(text, x, top);
    }
  }
  const square = ({ x, y }, half) => [x - half, y - half, x + half, y + half];
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /* The tables at the foot hold everything that is known; the panel shows one of their rows. */
  function fields(row) {
    const heads = row.closest("table").tHead.rows[0].cells;
    const list = make("dl");
    [...row.cells].forEach((cell, i) => {
      if (i === 0 || !cell.textContent.trim()) return;
      const kind = cell.querySelector("q") ? "quote" : "";
      const value = make("dd", "", kind);
      value.append(...cell.cloneNode(true).childNodes);
      list.append(make("dt", heads[i].textContent, kind), value);
    });
    return list;
  }

  function button(text, action) {
    const item = make("li");
    const control = make("button", text);
    control.type = "button";
    control.addEventListener("click", action);
    item.append(control);
    return item;
  }

  function show(what, id) {
    const row = rowOf(what, id);
    panel.replaceChildren(make("h2", titleOf(what, id)), fields(row));
    if (what === "node") panel.append(...relations(id));
    panel.scrollIntoView({ block: "nearest" });
  }

  function relations(id) {
    const shown = edgesOf.get(id).filter((edge) => !hidden.edges.has(edge.id));
    const list = make("ul");
    list.append(
      ...shown.map((edge) => {
        const item = button(titleOf("edge", edge.id), () => chooseEdge(edge.id));
        item.firstChild.append(" ", make("b", edge.status, `status ${edge.status}`));
        return item;
      }),
    );
    return [make("h3", `Edges shown: ${shown.length}`), list];
  }

  function chooseNode(id, { move = false } = {}) {
    const beside = edgesOf.get(id).filter((edge) => !hidden.edges.has(edge.id));
    choose([id, ...beside.flatMap((edge) => [edge.from, edge.to])], beside.map((edge) => edge.id));
    network.selectNodes([id]);
    if (move) network.fit({ nodes: [...chosen], maxZoomLevel: 1.2, animation: true });
    show("node", id);
  }

  function chooseEdge(id) {
    const edge = data.edges[id];
    choose([edge.from, edge.to], [id]);
    network.setSelection({ nodes: [], edges: [id] });
    show("edge", id);
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) chooseNode(node);
    else if (edge !== undefined) chooseEdge(edge);
    else choose([], []);
  });
  network.on("hoverNode", ({ node }) => { hovered = node; });
  network.on("blurNode", () => { hovered = null; });
  network.on("afterDrawing", drawNames);

  /* An edge is hidden when its predicate or its status is not ticked; a node when all its edges are. */
  function filter() {
    const off = boxes.filter((box) => !box.checked);
    const gone = (edge) => off.some((box) => edge[box.dataset.field] === box.value);
    hidden.edges = new Set(data.edges.filter(gone).map((edge) => edge.id));
    hidden.nodes = new Set(
      data.nodes
        .map((node) => node.id)
        .filter((id) => edgesOf.get(id).length && edgesOf.get(id).every(gone)),
    );
    for (const [set, ids, what] of [[nodes, hidden.nodes, "node"], [edges, hidden.edges, "edge"]]) {
      set.update(set.getIds().map((id) => ({ id, hidden: ids.has(id) })));
      for (const id of set.getIds()) rowOf(what, id).hidden = ids.has(id);
    }
    const some = (all, less) => (less ? `${all - less} of ${all}` : `${all}`);
    byId("count").textContent =
      `Nodes: ${some(data.nodes.length, hidden.nodes.size)}, ` +
      `edges: ${some(data.edges.length, hidden.edges.size)}`;
  }
  for (const box of boxes) box.addEventListener("change", filter);

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* Names that begin with what is sought come first, then those that hold it, then aliases. */
  function matches() {
    const text = folded(sought.value.trim());
    const rank = (node) => {
      const name = folded(node.label);
      if (name === text) return 0;
      if (name.startsWith(text)) return 1;
      if (name.includes(text)) return 2;
      return folded(rowOf("node", node.id).cells[3].textContent).includes(text) ? 3 : 4;
    };
    if (!text) return [];
    const ranked = largestFirst.map((node) => [rank(node), node]).filter(([r]) => r < 4);
    return ranked.sort(([a], [b]) => a - b).slice(0, 8).map(([, node]) => node);
  }

  function find(node) {
    found.replaceChildren();
    sought.value = "";
    chooseNode(node.id, { move: true });
  }

  sought.addEventListener("input", () => {
    const hits = matches();
    const none = sought.value.trim() && !hits.length;
    found.replaceChildren(
      ...(none ? [make("li", "No such node in this drawing", "hint")] : []),
      ...hits.map((node) => button(node.label, () => find(node))),
    );
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const [best] = matches();
    if (best) find(best);
  });

  /* With room for the names at the rim, which vis-network does not know of. */
  function fit() {
    network.fit({ maxZoomLevel: 1.4 });
    network.moveTo({ scale: network.getScale() * 0.9 });
  }

  for (const control of document.querySelectorAll("[data-zoom]")) {
    control.addEventListener("click", () => {
      const factor = Number(control.dataset.zoom);
      if (factor) network.moveTo({ scale: network.getScale() * factor, animation: { duration: 200 } });
      else fit();
    });
  }

  /* Hints are elements, so that vis-network is never given text to read as markup. */
  function tip(what, { id, status }) {
    const element = make("div", titleOf(what, id));
    element.append(make("small", status ?? rowOf(what, id).cells[1].textContent));
    return element;
  }
  nodes.update(data.nodes.map((node) => ({ id: node.id, title: tip("node", node) })));
  edges.update(data.edges.map((edge) => ({ id: edge.id, title: tip("edge", edge) })));

  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  fit();
})();
