"use strict";
/* The graph of a page: fetched, drawn by graph.js, chosen from, filtered and expanded. The filters
   and what was expanded stand in the address, so that it can be shared. All text is set as text. */
(() => {
  const byId = (id) => document.getElementById(id);
  const source = byId("graph").dataset.source;
  const panel = byId("panel");
  const sought = byId("sought");
  const found = byId("found");
  const days = { since: byId("since"), until: byId("until"), slider: byId("slider") };
  const MOST_NODES = 300;
  const MOST_LISTED = 60;
  const DAY = 86_400_000;

  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const link = (text, address) => {
    const element = make("a", text);
    element.href = address;
    return element;
  };
  const button = (text, action) => {
    const element = make("button", text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  };
  const item = (...children) => {
    const element = make("li");
    element.append(...children);
    return element;
  };

  /* What is drawn: by our own numbers, so that no id out of the data reaches the drawing library. */
  const nodes = new Map();
  const edges = new Map();
  const numbers = new Map();
  const triples = new Set();
  let leftOut = { nodes: 0, edges: 0 };
  let cut = false;
  let graph;

  const name = (id) => nodes.get(id).name;
  const said = (edge) => `${name(edge.from)} ${edge.wording} ${name(edge.to)}`;

  function hint(what, { id }) {
    const element = make("div", what === "node" ? name(id) : said(edges.get(id)));
    element.append(make("small", what === "node" ? nodes.get(id).kind : edges.get(id).status));
    return element;
  }

  /* Adds what is not drawn yet; `around` is the node beside which new ones are put. */
  function add(data, around) {
    const fresh = data.nodes.filter(({ ref }) => !numbers.has(ref));
    const room = fresh.slice(0, Math.max(0, MOST_NODES - nodes.size));
    const places = around === undefined ? null : spots(nodes.get(around), room.length);
    const refs = data.nodes.map(({ ref }) => ref);
    const newNodes = room.map((node, i) => {
      const id = nodes.size;
      const put = { ...node, ...places?.[i], id };
      numbers.set(node.ref, id);
      nodes.set(id, put);
      return put;
    });
    const newEdges = [];
    for (const edge of data.edges) {
      const [from, to] = [numbers.get(refs[edge.from]), numbers.get(refs[edge.to])];
      const triple = `${from} ${edge.predicate} ${to}`;
      if (from === undefined || to === undefined || triples.has(triple)) continue;
      triples.add(triple);
      const drawn = { ...edge, id: edges.size, from, to };
      edges.set(drawn.id, drawn);
      newEdges.push(drawn);
    }
    graph.add({ nodes: newNodes, edges: newEdges });
    return { added: room.length, refused: fresh.length - room.length };
  }

  /* Free places around a node, on a spiral that leaves out where others stand. */
  function spots({ x, y }, count) {
    const taken = [...nodes.values()].map((node) => [node.x, node.y]);
    const free = [];
    for (let turn = 4; free.length < count; turn += 1) {
      const angle = turn * 2.4;
      const place = [x + Math.cos(angle) * 62 * Math.sqrt(turn), y + Math.sin(angle) * 46 * Math.sqrt(turn)];
      if (taken.some(([a, b]) => Math.abs(a - place[0]) < 75 && Math.abs(b - place[1]) < 45)) continue;
      taken.push(place);
      free.push({ x: place[0], y: place[1] });
    }
    return free;
  }

  /* The panel tells what was chosen. */
  function show(what, id) {
    if (!what) {
      panel.replaceChildren(make("p", "Choose a node or an edge to see what the articles say.", "hint"));
      return;
    }
    panel.replaceChildren(...(what === "node" ? aboutNode(nodes.get(id)) : aboutEdge(edges.get(id))));
    panel.scrollIntoView({ block: "nearest" });
  }

  function terms(pairs) {
    const list = make("dl");
    for (const [term, value] of pairs) {
      if (value === "" || value === null || value === undefined) continue;
      list.append(make("dt", term), make("dd", String(value)));
    }
    return list;
  }

  function aboutNode(node) {
    const ways = make("p", "", "ways");
    ways.append(
      link("Its page", `/entity/${encodeURIComponent(node.ref)}`),
      " ",
      button("Expand its neighbours", () => expand(node)),
    );
    const beside = graph.edgesOf(node.id);
    const list = make("ul");
    list.append(
      ...beside.slice(0, MOST_LISTED).map(({ id }) => {
        const control = button(said(edges.get(id)), () => graph.choose("edge", id));
        control.append(" ", make("b", edges.get(id).status, `status ${edges.get(id).status}`));
        return item(control);
      }),
    );
    const more = beside.length - MOST_LISTED;
    return [
      make("h3", node.name),
      terms([["kind", node.kind], ...node.facts]),
      ways,
      make("h4", `Edges shown: ${beside.length}`),
      list,
      ...(more > 0 ? [make("p", `${more} more stand in the table of relations.`, "hint")] : []),
    ];
  }

  function aboutEdge(edge) {
    const asked = new URLSearchParams({
      entity: nodes.get(edge.from).ref,
      other: nodes.get(edge.to).ref,
      predicate: edge.predicate,
    });
    const quotes = edge.quotes.map((quote) => {
      const figure = make("figure", "", "evidence");
      const origin = make("figcaption", [quote.publisher, quote.published].filter(Boolean).join(", "));
      if (quote.url) {
        const original = link("original", quote.url);
        original.rel = "noopener noreferrer";
        original.target = "_blank";
        origin.append(" ", original);
      }
      figure.append(quote.text ? make("q", quote.text) : make("p", "The words may not be shown.", "hint"), origin);
      return figure;
    });
    const ends = make("p", "", "ways");
    ends.append(
      button(name(edge.from), () => graph.choose("node", edge.from)),
      " ",
      button(name(edge.to), () => graph.choose("node", edge.to)),
      " ",
      link(edge.claims > 1 ? `All ${edge.claims} claims` : "The claim", `/evidence?${asked}`),
    );
    return [
      make("h3", said(edge)),
      terms([
        ["status", edge.status],
        ["kind", edge.kind.replaceAll("_", " ")],
        ["stated", edge.first === edge.last ? edge.first : `${edge.first} to ${edge.last}`],
        ["publishers", edge.publishers],
        ["confidence", edge.confidence],
      ]),
      ...quotes,
      ends,
    ];
  }

  /* Neighbours of a node are asked for as the whole page with it expanded, which is what the address
     then shows. */
  async function expand(node) {
    tell(`The neighbours of ${node.name} are on their way …`);
    const address = new URL(location);
    const known = address.searchParams.getAll("with");
    if (!known.includes(node.ref)) address.searchParams.append("with", node.ref);
    const asked = new URL(`/entity/${encodeURIComponent(node.ref)}`, location);
    asked.searchParams.set("format", "graph");
    const data = await fetched(asked);
    if (!data) return;
    const { added, refused } = add(data, node.id);
    cut ||= data.cut;
    leftOut = { nodes: leftOut.nodes + refused + data.omitted.nodes, edges: leftOut.edges + data.omitted.edges };
    if (canExpand) history.replaceState(null, "", address);
    legend();
    filter();
    graph.choose("node", node.id, true);
    const full = refused ? `; ${refused} more do not fit: open its page to see them` : "";
    tell(`${added} neighbours were added${full}. ${count()}`);
  }
  const canExpand = byId("graph").dataset.expands === "yes";

  async function fetched(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const data = await answer.json();
      if (answer.ok) return data;
      tell(data.title ? `${data.title}: ${data.message ?? ""}` : "The graph cannot be had.");
    } catch {
      tell("kg explore does not answer; is it still running?");
    }
    return null;
  }

  /* Filters: ticks and days, mirrored in the address. */
  const boxes = () => [...document.querySelectorAll("#graph input[data-field]")];

  function box(field, value, label, count, mark) {
    const control = make("input");
    control.type = "checkbox";
    control.checked = !excluded.has(value);
    control.dataset.field = field;
    control.value = value;
    control.addEventListener("change", changed);
    const element = make("label");
    element.append(control, mark, make("span", label), make("small", count));
    return element;
  }

  function line(dashes, tone) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const stroke = document.createElementNS("http://www.w3.org/2000/svg", "line");
    svg.setAttribute("class", `line ${tone}`);
    svg.setAttribute("viewBox", "0 0 36 8");
    svg.setAttribute("aria-hidden", "true");
    for (const [key, value] of Object.entries({ x1: 1, y1: 4, x2: 35, y2: 4 })) stroke.setAttribute(key, value);
    if (dashes) stroke.setAttribute("stroke-dasharray", dashes);
    svg.append(stroke);
    return svg;
  }

  /* The most frequent first. */
  function counted(all, key) {
    const counts = new Map();
    for (const each of all) counts.set(each[key], (counts.get(each[key]) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a);
  }

  const begun = new URLSearchParams(location.search);
  const excluded = new Set(begun.getAll("without"));
  let dashesOf = {};

  function legend() {
    const sample = (key, value) => [...edges.values()].find((edge) => edge[key] === value);
    byId("statuses").replaceChildren(
      ...counted(edges.values(), "status").map(([status, n]) => box("status", status, status, n, line(dashesOf[status], ""))),
    );
    byId("predicates").replaceChildren(
      ...counted(edges.values(), "predicate").map(([predicate, n]) => {
        const { wording, tone } = sample("predicate", predicate);
        return box("predicate", predicate, wording, n, line("", tone.replace(/^tone-/, "")));
      }),
    );
    byId("kinds").replaceChildren(
      ...counted(nodes.values(), "kind").map(([kind, n]) => {
        const { group, shape } = [...nodes.values()].find((node) => node.kind === kind);
        return item(make("i", "", `swatch ${group} ${shape}`), make("span", kind), make("small", n));
      }),
    );
    span();
  }

  /* The days between which anything drawn was stated. */
  function span() {
    const seen = [...edges.values()].flatMap(({ first, last }) => [first, last]).filter(Boolean).sort();
    byId("days").hidden = !seen.length;
    if (!seen.length) return;
    const [first, last] = [seen[0], seen.at(-1)];
    for (const control of [days.since, days.until]) [control.min, control.max] = [first, last];
    days.slider.min = Date.parse(first) / DAY;
    days.slider.max = Date.parse(last) / DAY;
    slide();
  }

  function slide() {
    days.slider.value = days.until.value ? Date.parse(days.until.value) / DAY : days.slider.max;
    days.slider.setAttribute("aria-valuetext", days.until.value || "all");
  }

  function filter() {
    const off = boxes().filter((control) => !control.checked);
    const { since, until } = { since: days.since.value, until: days.until.value };
    graph.filter((edge) => (
      (since && !(edge.last >= since))
      || (until && !(edge.first <= until))
      || off.some((control) => edge[control.dataset.field] === control.value)
    ));
    tell(count());
  }

  function changed() {
    const address = new URL(location);
    for (const control of boxes()) {
      if (control.checked) excluded.delete(control.value);
      else excluded.add(control.value);
    }
    address.searchParams.delete("without");
    for (const value of excluded) address.searchParams.append("without", value);
    for (const key of ["since", "until"]) {
      if (days[key].value) address.searchParams.set(key, days[key].value);
      else address.searchParams.delete(key);
    }
    history.replaceState(null, "", address);
    filter();
    follow();
  }

  /* The tables below follow the filters: their rows, and the addresses of their files. */
  let waiting;
  function follow() {
    for (const file of document.querySelectorAll("a[data-format]")) {
      const address = new URL(location);
      address.searchParams.set("format", file.dataset.format);
      if (file.dataset.table) address.searchParams.set("table", file.dataset.table);
      file.href = address.search;
    }
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(location.href).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["table-relations", "table-timeline"]) {
        const fresh = page.getElementById(id);
        if (fresh) byId(id)?.replaceWith(fresh);
      }
    }, 400);
  }

  const some = (all, less) => (less ? `${all - less} of ${all}` : `${all}`);
  const more = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
  function count() {
    const { node, edge } = graph.hidden;
    const drawn = `Nodes: ${some(nodes.size, node.size)}, edges: ${some(edges.size, edge.size)}.`;
    const out = leftOut.nodes || leftOut.edges
      ? ` Left out, for less evidence: ${more(leftOut.nodes, "node")}, ${more(leftOut.edges, "edge")}; expand a node to see more of its own.`
      : "";
    return drawn + out + (cut ? " Only the best attested were looked at: the graph holds more." : "");
  }
  const tell = (text) => { byId("count").textContent = text; };

  /* Finding a node in the picture. */
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  function matches() {
    const text = folded(sought.value.trim());
    if (!text) return [];
    const rank = (node) => [folded(node.name) !== text, !folded(node.name).startsWith(text)].filter(Boolean).length;
    return [...nodes.values()]
      .filter((node) => folded(node.name).includes(text))
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, 8);
  }
  function find({ id }) {
    found.replaceChildren();
    sought.value = "";
    graph.choose("node", id, true);
  }
  sought.addEventListener("input", () => {
    const hits = matches();
    const none = sought.value.trim() && !hits.length;
    found.replaceChildren(
      ...(none ? [make("li", "No such node is drawn", "hint")] : []),
      ...hits.map((node) => item(button(node.name, () => find(node)))),
    );
  });
  byId("find").addEventListener("submit", (event) => {
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

  /* The picture as it is seen, on the page's ground. */
  byId("png").addEventListener("click", () => {
    const seen = document.querySelector("#picture canvas");
    if (!seen) return;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [seen.width, seen.height];
    const context = copy.getContext("2d");
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(seen, 0, 0);
    copy.toBlob((blob) => {
      const file = link("", URL.createObjectURL(blob));
      file.download = "kg-graph.png";
      file.click();
      URL.revokeObjectURL(file.href);
    });
  });

  for (const key of ["since", "until"]) {
    days[key].value = begun.get(key) ?? "";
    days[key].addEventListener("change", () => { slide(); changed(); });
  }
  days.slider.addEventListener("input", () => {
    const last = days.slider.value === days.slider.max;
    days.until.value = last ? "" : new Date(days.slider.value * DAY).toISOString().slice(0, 10);
    slide();
    changed();
  });

  async function begin() {
    const data = await fetched(new URL(source, location));
    if (!data) return;
    leftOut = data.omitted;
    cut = data.cut;
    dashesOf = data.dashes;
    graph = drawGraph(byId("picture"), { placed: data.placed, hint, onChoose: show });
    add(data);
    graph.fit();
    legend();
    filter();
    byId("graph").dataset.drawn = "yes";
  }
  begin();
})();
