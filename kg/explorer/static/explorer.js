"use strict";
/* What every page has: a key for the search, and what the console remembers. */
(() => {
  const byId = (id) => document.getElementById(id);
  const STORED = "kg-queries";
  const MOST_STORED = 20;

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId("search").focus();
    }
  });

  const form = byId("console");
  if (!form) return;
  const query = byId("query");
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(STORED) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  }

  function list() {
    byId("history").replaceChildren(
      ...stored().map((text) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text.length > 160 ? `${text.slice(0, 160)}…` : text;
        button.addEventListener("click", () => {
          query.value = text;
          query.focus();
        });
        item.append(button);
        return item;
      }),
    );
  }

  const asked = new URLSearchParams(location.search).get("query");
  if (asked?.trim()) {
    const known = stored().filter((each) => each !== asked);
    localStorage.setItem(STORED, JSON.stringify([asked, ...known].slice(0, MOST_STORED)));
  }
  byId("forget").addEventListener("click", () => {
    localStorage.removeItem(STORED);
    list();
  });
  list();
})();
