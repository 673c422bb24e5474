"use strict";
// Headings of columns sort the rows: up, down, and as they were. Groups stay together below their
// captions, totals stand at the end, and what has no number comes last.
(() => {
  const { compare } = new Intl.Collator("vi", { numeric: true });
  const valueOf = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();

  const byColumn = (at, sign) => (one, other) => {
    const [a, b] = [valueOf(one, at), valueOf(other, at)];
    if (a === "" || b === "") return (a === "") - (b === "");
    const difference = a - b;
    return sign * (Number.isNaN(difference) ? compare(a, b) : difference);
  };

  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const sorted = (rows, at, order) => {
    if (order === "none") return rows;
    const captions = rows.filter((row) => row.classList.contains("total"));
    const others = rows.filter((row) => !row.classList.contains("total"));
    return [...captions, ...others.sort(byColumn(at, order === "ascending" ? 1 : -1))];
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const asWritten = new Map([...table.tBodies].map((group) => [group, [...group.rows]]));
    const heads = [...table.tHead.rows[0].cells];
    for (const [at, head] of heads.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const order = next[head.getAttribute("aria-sort") ?? "none"];
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (order !== "none") head.setAttribute("aria-sort", order);
        asWritten.forEach((rows, group) => group.append(...sorted(rows, at, order)));
      });
    }
  }
})();
