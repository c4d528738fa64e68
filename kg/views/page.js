"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("drawing").textContent);
  const panel = byId("panel");
  const sought = byId("sought");
  const found = byId("found");
  const boxes = [...document.querySelectorAll("input[data-field]")];
  const days = { from: byId("from"), until: byId("until") };

  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = className;
    return element;
  };
  const rowOf = (what, id) => byId(`${what}-${id}`);
  const titleOf = (what, id) => rowOf(what, id).cells[0].textContent;

  const graph = drawGraph(byId("picture"), {
    placed: data.placed,
    hint(what, { id, status }) {
      const element = make("div", titleOf(what, id));
      element.append(make("small", status ?? rowOf(what, id).cells[1].textContent));
      return element;
    },
    onChoose(what, id) {
      if (what) show(what, id);
    },
  });

  /* The tables at the foot hold everything that is known; the panel shows one of their rows. */
  function fields(row) {
    const heads = row.closest("table").tHead.rows[0].cells;
    const list = make("dl");
    [...row.cells].forEach((cell, i) => {
      if (i === 0 || !cell.textContent.trim()) return;
      const kind = cell.querySelector(".evidence") ? "quote" : "";
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

  /* As many as somebody reads; the strongest come first. */
  const mostListed = 60;

  function relations(id) {
    const shown = graph.edgesOf(id);
    const list = make("ul");
    list.append(
      ...shown.slice(0, mostListed).map((edge) => {
        const item = button(titleOf("edge", edge.id), () => graph.choose("edge", edge.id));
        item.firstChild.append(" ", make("b", edge.status, `status ${edge.status}`));
        return item;
      }),
    );
    const more = shown.length - mostListed;
    const rest = more > 0 ? [make("p", `${more} more stand in the table below.`, "hint")] : [];
    return [make("h3", `Edges shown: ${shown.length}`), list, ...rest];
  }

  /* An edge is hidden when its predicate or status is not ticked, or nothing was said of it between
     the two days; a node when all its edges are. */
  function filter() {
    const off = boxes.filter((box) => !box.checked);
    const { from, until } = { from: days.from?.value, until: days.until?.value };
    const outside = ({ first, last }) =>
      (from && !(last >= from)) || (until && !(first <= until));
    graph.filter((edge) => outside(edge) || off.some((box) => edge[box.dataset.field] === box.value));
    for (const what of ["node", "edge"]) {
      for (const { id } of data[`${what}s`]) rowOf(what, id).hidden = graph.hidden[what].has(id);
    }
    const some = (all, less) => (less ? `${all - less} of ${all}` : `${all}`);
    byId("count").textContent =
      `Nodes: ${some(data.nodes.length, graph.hidden.node.size)}, ` +
      `edges: ${some(data.edges.length, graph.hidden.edge.size)}`;
  }
  for (const control of [...boxes, ...Object.values(days)]) {
    control?.addEventListener("change", filter);
  }

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
    const ranked = graph.nodes().map((node) => [rank(node), node]).filter(([r]) => r < 4);
    return ranked.sort(([a], [b]) => a - b).slice(0, 8).map(([, node]) => node);
  }

  function find(node) {
    found.replaceChildren();
    sought.value = "";
    graph.choose("node", node.id, true);
  }

  sought.addEventListener("input", () => {
    const hits = matches();
    const none = sought.value.trim() && !hits.length;
    found.replaceChildren(
      ...(none ? [make("li", "No such node in this drawing", "hint")] : []),
      ...hits.map((node) => button(node.label, () => find(node))),
    );
  });
  // Not a form's submit: a sandboxed frame, as in a notebook, may send no forms.
  sought.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") {
      return;
    }
    event.preventDefault();
    const [best] = matches();
    if (best) find(best);
  });

  for (const control of document.querySelectorAll("[data-zoom]")) {
    control.addEventListener("click", () => {
      const factor = Number(control.dataset.zoom);
      if (factor) graph.zoom(factor);
      else graph.fit();
    });
  }

  graph.add(data);
  graph.fit();
})();
