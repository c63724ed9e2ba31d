"use strict";
// La pagina si legge anche senza: qui si mettono in fila le righe di una tabella e si aprono le parti ripiegate per la stampa.
document.querySelectorAll("main section:not(.viva) table").forEach((tabella) => {
  const corpo = tabella.tBodies[0];
  const righe = () => Array.from(corpo.rows);
  if (righe().length < 3) return;
  const chiave = (riga, i) => riga.cells[i].dataset.ordine || riga.cells[i].textContent.trim();
  tabella.querySelectorAll("thead th").forEach((capo) => {
    const bottone = document.createElement("button");
    bottone.type = "button";
    bottone.append(...capo.childNodes);
    capo.append(bottone);
    bottone.addEventListener("click", () => {
      const i = capo.cellIndex;
      const verso = capo.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      tabella.querySelectorAll("thead th").forEach((altro) => altro.removeAttribute("aria-sort"));
      capo.setAttribute("aria-sort", verso > 0 ? "ascending" : "descending");
      const confronta = (a, b) => chiave(a, i).localeCompare(chiave(b, i), "it", { numeric: true });
      corpo.append(...righe().sort((a, b) => verso * confronta(a, b)));
    });
  });
});
const ripiegate = Array.from(document.querySelectorAll("details"));
ripiegate.forEach((parte) => { parte.open = false; });
window.addEventListener("beforeprint", () => ripiegate.forEach((parte) => { parte.open = true; }));
