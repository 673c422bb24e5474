"use strict";
// A number opens what is said of it: each explained cell gets a button, all of them one dialog.
// In a table one button is reached with Tab, the others from it with the arrow keys.
(() => {
  const { texts, entries } = JSON.parse(document.getElementById("nguon-so-lieu").textContent);
  const dialog = document.getElementById("giai-thich");
  const [title, body] = ["h2", ".said"].map((selector) => dialog.querySelector(selector));
  let opener = null;

  const make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    Object.entries(attributes).forEach((attribute) => node.setAttribute(...attribute));
    node.append(...children);
    return node;
  };

  const rowOf = ([whose, what, until, number, file, sheet, cell]) => {
    const details = [];
    if (what >= 0) details.push(texts[what]);
    if (until >= 0) details.push(`đến ${texts[until]}`);
    return make("tr", {},
      make("th", { scope: "row" }, texts[whose], ...details.map((text) => make("small", {}, text))),
      make("td", { class: "figure" }, number),
      make("td", {}, texts[file], make("small", {}, `trang “${texts[sheet]}”, ô ${cell}`)));
  };

  const tableOf = (sources, name) => {
    const heads = ["Đơn vị", "Số", "Tệp, trang, ô"].map((text) => make("th", { scope: "col" }, text));
    return make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name },
      make("table", {},
        make("thead", {}, make("tr", {}, ...heads)),
        make("tbody", {}, ...sources.map(rowOf))));
  };

  const restOf = ({ rest, command }) => {
    if (!command) return [make("p", {}, `… và ${rest} ô khác.`)];
    return [make("p", {}, `… và ${rest} ô khác: `, make("code", {}, command))];
  };

  const said = (entry) => [
    ...(entry.remarks ?? []).map((text) => make("p", {}, text)),
    ...(entry.sources ? [tableOf(entry.sources, `Các ô nguồn của ${entry.title}`)] : []),
    ...(entry.rest ? restOf(entry) : []),
    ...(entry.below ?? []).map((text) => make("p", {}, text)),
    ...(entry.parts ?? []).flatMap((part) =>
      [make("h3", {}, entries[part].title), ...said(entries[part])]),
  ];

  const open = (button) => {
    const entry = entries[button.closest("[data-e]").dataset.e];
    opener = button;
    title.textContent = entry.title;
    body.replaceChildren(...said(entry));
    body.scrollTop = 0;
    dialog.showModal();
    title.focus();
  };

  dialog.addEventListener("close", () => opener.focus());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });

  const buttonIn = (cell) => cell?.querySelector(".number");
  const rowsOf = (table) => [...table.querySelectorAll(":not(thead) > tr:not([hidden])")];
  const choose = (table, button) => {
    table.querySelectorAll(".number[tabindex='0']").forEach((old) => { old.tabIndex = -1; });
    if (button) button.tabIndex = 0;
  };

  const neighbours = {
    ArrowRight: (row, at) => [...row.cells].slice(at + 1),
    ArrowLeft: (row, at) => [...row.cells].slice(0, at).reverse(),
    Home: (row) => [...row.cells],
    End: (row) => [...row.cells].reverse(),
    ArrowDown: (row, at, rows) => rows.slice(rows.indexOf(row) + 1).map((other) => other.cells[at]),
    ArrowUp: (row, at, rows) =>
      rows.slice(0, rows.indexOf(row)).reverse().map((other) => other.cells[at]),
  };

  const move = (event) => {
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    const button = event.target.closest(".number");
    if (!button || !isPlain || !(event.key in neighbours)) return;
    const table = button.closest("table");
    const cell = button.closest("td, th");
    const way = neighbours[event.key](cell.parentElement, cell.cellIndex, rowsOf(table));
    event.preventDefault();
    way.map(buttonIn).find(Boolean)?.focus();
  };

  const explained = document.querySelectorAll("[data-e]");
  const tables = new Set();
  for (const cell of explained) {
    const attributes = { type: "button", class: "number", "aria-haspopup": "dialog", tabindex: "-1" };
    cell.append(make("button", attributes, ...cell.childNodes));
    tables.add(cell.closest("table"));
  }
  for (const table of tables) {
    choose(table, table.querySelector(".number"));
    table.addEventListener("click", (event) => {
      const button = event.target.closest(".number");
      if (button) open(button);
    });
    table.addEventListener("keydown", move);
    table.addEventListener("focusin", (event) => {
      if (event.target.matches(".number")) choose(table, event.target);
    });
    table.addEventListener("rowschange", () => { // the one reached with Tab may be hidden now
      choose(table, rowsOf(table).flatMap((row) => [...row.cells]).map(buttonIn).find(Boolean));
    });
  }
  document.querySelectorAll(".how").forEach((note) => { note.hidden = false; });
})();
