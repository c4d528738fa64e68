"use strict";
/* Draws a graph with vis-network: places, colours, names, choice and filter. The exported page and
   the explorer share it; what they show beside the picture is theirs.

   drawGraph(picture, { hint, onChoose, placed }) gives an object with
     add({ nodes, edges })  more of them; those that are there already are left as they are
     choose(what, id, move) what is "node", "edge" or "" for nothing; move brings it into view
     filter(gone)           hides the edges for which gone(edge) holds, and nodes left without any
     edgesOf(id)            the edges at a node that are not hidden
     nodes()                all nodes, the largest first
     hidden                 { node, edge }: sets of the hidden ids
     fit(), zoom(factor)    what of the graph is seen
   hint(what, item) gives the element shown under the pointer, onChoose(what, id) hears of a click.
   placed says that the nodes' places mean something; else they are turned where the picture is
   taller than wide.

   Nodes and edges are as kg/views/network.py gives them. No text of theirs is read as markup. */
function drawGraph(picture, { hint, onChoose, placed = false }) {
  const items = { node: new Map(), edge: new Map() };
  const drawn = { node: new vis.DataSet(), edge: new vis.DataSet() };
  const hidden = { node: new Set(), edge: new Set() };
  const chosen = { node: new Set(), edge: new Set() };
  const edgesAt = new Map();
  const upright = !placed && picture.clientHeight > picture.clientWidth;
  let largestFirst = [];
  let boldFrom = 0;
  let hovered = null;
  let gone = () => false;

  const network = new vis.Network(
    picture,
    { nodes: drawn.node, edges: drawn.edge },
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
      interaction: { hover: true, tooltipDelay: 120 },
    },
  );
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) choose("node", node);
    else if (edge !== undefined) choose("edge", edge);
    else choose("");
  });
  network.on("hoverNode", ({ node }) => { hovered = node; });
  network.on("blurNode", () => { hovered = null; });
  network.on("afterDrawing", drawNames);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

  function add({ nodes = [], edges = [] }) {
    const fresh = (what, all) => all.filter(({ id }) => !items[what].has(id));
    const newNodes = fresh("node", nodes);
    const newEdges = fresh("edge", edges);
    for (const node of newNodes) {
      items.node.set(node.id, node);
      edgesAt.set(node.id, []);
    }
    for (const edge of newEdges) {
      items.edge.set(edge.id, edge);
      for (const end of new Set([edge.from, edge.to])) edgesAt.get(end).push(edge);
    }
    const turned = ({ x, y }) => (upright ? { x: y, y: x } : { x, y });
    /* Names are drawn below; hints are elements, so that vis-network reads no text as markup. */
    drawn.node.add(newNodes.map((node) => (
      { ...node, ...turned(node), label: undefined, title: hint("node", node) }
    )));
    drawn.edge.add(newEdges.map((edge) => ({ ...edge, title: hint("edge", edge) })));
    largestFirst = [...items.node.values()].sort((a, b) => b.size - a.size);
    boldFrom = largestFirst[Math.floor(largestFirst.length / 12)]?.size ?? 0;
    const many = items.edge.size > 600;
    network.setOptions({ interaction: { hideEdgesOnZoom: many, hideEdgesOnDrag: many } });
    filter(gone);
    paint();
  }

  /* Colours come from the style sheet, which knows light and dark. */
  function palette() {
    const style = getComputedStyle(document.documentElement);
    const known = new Map();
    return (name) => {
      if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim());
      return known.get(name);
    };
  }

  function paint() {
    const colour = palette();
    const groups = {};
    for (const name of new Set(largestFirst.map((node) => node.group))) {
      const tones = { background: colour(name), border: colour("ground") };
      const marked = { background: colour(name), border: colour("ink") };
      groups[name] = { color: { ...tones, highlight: marked, hover: marked } };
    }
    const font = { face: colour("sans"), color: colour("muted"), strokeColor: colour("ground") };
    network.setOptions({ groups, edges: { font } });
    shade();
  }

  /* What has nothing to do with the choice steps back; so do what is over and the mass of a large
     drawing. */
  function shade() {
    const colour = palette();
    const some = chosen.node.size > 0;
    const usual = items.edge.size > 300 ? 0.6 : 1;
    drawn.node.update(largestFirst.map(({ id }) => (
      { id, opacity: !some || chosen.node.has(id) ? 1 : 0.25 }
    )));
    drawn.edge.update([...items.edge.values()].map(({ id, tone, over }) => {
      const color = colour(tone);
      const plain = over ? usual * 0.5 : usual;
      const opacity = !some ? plain : chosen.edge.has(id) ? 1 : 0.12;
      return { id, color: { color, hover: color, highlight: color, opacity } };
    }));
  }

  function choose(what, id, move = false) {
    const edges = what === "node" ? edgesOf(id) : what === "edge" ? [items.edge.get(id)] : [];
    const ends = edges.flatMap((edge) => [edge.from, edge.to]);
    chosen.node = new Set(what === "node" ? [id, ...ends] : ends);
    chosen.edge = new Set(edges.map((edge) => edge.id));
    shade();
    network.setSelection(
      { nodes: what === "node" ? [id] : [], edges: what === "edge" ? [id] : [] },
      { highlightEdges: false },
    );
    if (move) network.fit({ nodes: [...chosen.node], maxZoomLevel: 1.2, animation: true });
    onChoose(what, id);
  }

  const edgesOf = (id) => edgesAt.get(id).filter((edge) => !hidden.edge.has(edge.id));

  function filter(isGone) {
    gone = isGone;
    const edges = [...items.edge.values()].filter(gone);
    hidden.edge = new Set(edges.map((edge) => edge.id));
    hidden.node = new Set(
      largestFirst
        .map((node) => node.id)
        .filter((id) => edgesAt.get(id).length && !edgesOf(id).length),
    );
    for (const what of ["node", "edge"]) {
      const changed = drawn[what].get({ filter: (item) => !!item.hidden !== hidden[what].has(item.id) });
      drawn[what].update(changed.map(({ id }) => ({ id, hidden: hidden[what].has(id) })));
    }
  }

  /* Names keep one size on the screen. Of two that would overlap the larger node's is shown; only
     the largest nodes' and those with a note may lie over other nodes. What is chosen or pointed at
     is always named. */
  function drawNames(context) {
    const colour = palette();
    const scale = network.getScale();
    const places = network.getPositions();
    const face = colour("sans");
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4 / scale;
    context.strokeStyle = colour("ground");
    context.fillStyle = colour("ink");
    const shown = largestFirst.filter(({ id }) => !hidden.node.has(id));
    const discs = shown.map(({ id, size }) => square(places[id], size * 0.8));
    const names = [];
    const wanted = ({ id }) => chosen.node.has(id) || id === hovered;
    for (const node of [...shown.filter(wanted), ...(chosen.node.size ? [] : shown)]) {
      const bold = node.size > boldFrom || chosen.node.has(node.id) || !!node.note;
      const text = node.label.length > 30 ? `${node.label.slice(0, 29)}…` : node.label;
      const size = (bold ? 13 : 12) / scale;
      context.font = `${bold ? 600 : 400} ${size}px ${face}`;
      const width = context.measureText(text).width;
      const [left, top] = corner(places[node.id], node, width, size, 3 / scale);
      const box = [left, top, left + width, top + size * (node.note ? 2.3 : 1.1)];
      const others = bold ? names : [...names, ...discs];
      if (!wanted(node) && others.some((other) => overlap(box, other))) continue;
      names.push(box);
      [text, node.note].forEach((line, i) => {
        if (i) context.font = `400 ${size * 0.9}px ${face}`;
        const start = node.beside ? left : left + (width - context.measureText(line).width) / 2;
        context.strokeText(line, start, top + i * size * 1.15);
        context.fillText(line, start, top + i * size * 1.15);
      });
    }
  }
  function corner({ x, y }, { size, beside }, width, height, gap) {
    if (!beside) return [x - width / 2, y + size + gap];
    return [beside < 0 ? x - size - gap - width : x + size + gap, y - height / 2];
  }
  const square = ({ x, y }, half) => [x - half, y - half, x + half, y + half];
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /* With room for the names at the rim, which vis-network does not know of. */
  function fit() {
    network.fit({ maxZoomLevel: 1.4 });
    const room = largestFirst.some(({ beside }) => beside) ? 0.78 : 0.9;
    network.moveTo({ scale: network.getScale() * room });
  }

  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor, animation: { duration: 200 } });
  }

  return { add, choose, filter, edgesOf, nodes: () => largestFirst, hidden, fit, zoom };
}
