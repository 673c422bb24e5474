"use strict";
// A field above long tables leaves the rows in whose words all that is typed occurs, whatever the
// accents; with a row its subordinate rows, and those that it is subordinate to.
(() => {
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const wordsOf = (row) =>
    fold([...row.cells].filter((cell) => !cell.matches(".figure")).map((c) => c.textContent).join(" "));
  const levelOf = (row) => Number(row.dataset.level ?? 0);

  const shownRows = (rows, wanted) => {
    const shown = new Set();
    let above = []; // the rows that the next one is subordinate to, each with whether it was found
    for (const row of rows) {
      above = above.filter(({ row: other }) => levelOf(other) < levelOf(row));
      const isFound = wanted.every((word) => wordsOf(row).includes(word));
      if (isFound || above.some((other) => other.isFound)) {
        [...above.map((other) => other.row), row].forEach((other) => shown.add(other));
      }
      above.push({ row, isFound });
    }
    return shown;
  };

  for (const table of document.querySelectorAll("table[data-filtered]")) {
    const count = table.querySelectorAll("tbody > tr").length;
    const id = `loc-${table.id}`;
    const box = document.createElement("div");
    box.className = "filter";
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = `Lọc ${table.dataset.filtered}:`;
    const field = document.createElement("input");
    Object.assign(field, { type: "search", id, autocomplete: "off" });
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    box.append(label, field, status);
    table.closest("figure").prepend(box);
    field.addEventListener("input", () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      const rows = [...table.querySelectorAll("tbody > tr")];
      const shown = shownRows(rows, wanted);
      rows.forEach((row) => { row.hidden = !shown.has(row); });
      table.dispatchEvent(new Event("rowschange"));
      status.textContent = wanted.length ? `Hiện ${shown.size} trên ${count} dòng` : "";
    });
  }
})();
