// La figura che risponde: ogni numero è già nella pagina, giorno per giorno; qui lo si cerca e lo si mostra.
const viva = document.getElementById("altri-giorni");
if (viva) {
  viva.hidden = false;
  document.querySelector("nav ol")?.insertAdjacentHTML("beforeend", '<li><a href="#altri-giorni-titolo">Se si comincia un altro giorno</a></li>');
}
const numeri = document.getElementById("numeri");
if (numeri) {
  const dati = JSON.parse(numeri.textContent);
  const MESI = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"];
  const DETTI = { preparazione: "Cominciando il", bando: "Con il bando il" };
  const data = (n) => new Date(Date.parse(dati.oggi) + n * 864e5);
  const iso = (n) => data(n).toISOString().slice(0, 10);
  const giorno = (n) => `${data(n).getUTCDate()} ${MESI[data(n).getUTCMonth()]} ${data(n).getUTCFullYear()}`;
  const breve = (n) => iso(n).split("-").reverse().join("/");
  const intero = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ".");
  const giorni = (n) => (n === 1 ? "un giorno" : `${intero(n)} giorni`);
  const elenco = (nomi) => nomi.join(", ").replace(/, ([^,]*)$/, " e $1");
  const sposta = (segno, dal, al) => {
    const da = Math.max(0, dal - dati.dal), a = Math.min(dati.finestra, al - dati.dal + 1);
    segno.hidden = a <= da;
    segno.style.left = `${(100 * da) / dati.finestra}%`;
    segno.style.width = `${(100 * Math.max(0, a - da)) / dati.finestra}%`;
  };
  // Un andamento: il primo valore, e la serie di (quanto cambia, per quanti giorni).
  const apri = ([primo, quale]) => {
    const valori = [primo], serie = dati.serie[quale];
    for (let i = 0; i < serie.length; i += 2)
      for (let n = 0; n < serie[i + 1]; n += 1) valori.push(valori[valori.length - 1] + serie[i]);
    return valori;
  };
  const apriPasso = ([id, inizio, fine, righe]) => ({ id, inizio: apri(inizio), fine: apri(fine), righe: righe.map((r) => r.map(apri)) });
  const frase = viva.querySelector(".frase");
  const gare = Array.from(viva.querySelectorAll(".gara"), (campo, n) => {
    const gara = dati.scenari[n], [oggi, ...passi] = gara.passi.map(apriPasso);
    const maniglie = Array.from(campo.querySelectorAll("input"));
    const uscite = Array.from(campo.querySelectorAll(".maniglia strong"));
    const righe = Array.from(campo.querySelectorAll("tbody tr"));
    const stato = { scelto: null };
    const mostra = () => {
      const posto = maniglie.indexOf(stato.scelto);
      const passo = posto < 0 ? oggi : passi[posto], g = posto < 0 ? 0 : stato.scelto.valueAsNumber;
      const inizio = passo.inizio[g], fine = passo.fine[g] || Infinity, senza = new Map();
      let persone = 0, ignoti = 0;
      righe.forEach((riga, i) => {
        const [certi, forse, mesi, dal, al, come] = passo.righe[i].map((valori) => valori[g]);
        const [nome, abitanti] = gara.quartieri[i], celle = riga.cells;
        const [dopo, servizio, ponte] = ["dopo", "servizio", "ponte"].map((c) => riga.querySelector(`i.${c}`));
        sposta(servizio, inizio || Infinity, fine);
        sposta(dopo, inizio ? fine + 1 : Infinity, Infinity);
        sposta(ponte, mesi ? dal : Infinity, al);
        celle[2].textContent = intero(certi) + (forse ? ` (forse altri ${intero(forse)})` : "");
        celle[3].textContent = abitanti === null ? "abitanti non noti" : intero(certi * abitanti);
        celle[4].textContent = mesi ? `${mesi === 1 ? "un mese" : `${mesi} mesi`}, dal ${breve(dal)} al ${breve(al)}, ${dati.parole[come]}` : "–";
        if (certi) senza.set(certi, [...(senza.get(certi) || []), nome]);
        if (certi && abitanti === null) ignoti += 1;
        persone += certi * (abitanti || 0);
      });
      const parte = inizio ? `il servizio comincia il ${giorno(inizio)}` : "il servizio non può più cominciare prima della sua fine";
      const chi = Array.from(senza, ([n, nomi]) => `${elenco(nomi)} ${nomi.length > 1 ? "restano" : "resta"} senza ${giorni(n)}`).join("; ");
      const quanti = !persone ? "" : ` In tutto ${ignoti ? "almeno " : ""}${intero(persone)} abitanti-giorni.`;
      const quando = posto < 0 ? "Com’è oggi" : `${DETTI[passo.id]} ${giorno(g)}`;
      stato.detto = `${quando}: ${parte}; ${chi || "nessun quartiere resta certamente senza"}.${quanti}`;
      campo.querySelector(".esito").textContent = stato.detto;
      maniglie.forEach((m, i) => {
        const detto = m === stato.scelto || (posto < 0 && passi[i].id === "preparazione") ? giorno(m.valueAsNumber) : "non scelto";
        uscite[i].textContent = detto;
        m.setAttribute("aria-valuetext", detto);
        m.classList.toggle("scelta", m === stato.scelto);
      });
      campo.classList.toggle("scelta", posto >= 0);
    };
    const scegli = (maniglia) => {
      maniglie.forEach((m) => { if (m !== maniglia) m.value = 0; });
      stato.scelto = maniglia;
      mostra();
    };
    maniglie.forEach((m) => m.addEventListener("input", () => {
      scegli(m);
      frase.textContent = `«${gara.nome}». ${stato.detto}`;
      ricorda();
    }));
    mostra();
    return { id: gara.id, stato, maniglie, scegli };
  });
  // L'indirizzo: #altri-giorni=gara.preparazione.2026-03-03;altra.bando.2026-09-01
  const RICORDO = "#altri-giorni=";
  const ricorda = () => {
    const scelti = gare.filter((g) => g.stato.scelto).map((g) => `${g.id}.${g.stato.scelto.dataset.passo}.${iso(g.stato.scelto.valueAsNumber)}`);
    viva.classList.toggle("scelta", scelti.length > 0);
    history.replaceState(null, "", scelti.length ? RICORDO + scelti.join(";") : location.pathname + location.search);
  };
  const rileggi = () => {
    if (!location.hash.startsWith(RICORDO)) return;
    gare.forEach((g) => g.scegli(null));
    decodeURIComponent(location.hash.slice(RICORDO.length)).split(";").forEach((scritto) => {
      const [id, passo, quando] = scritto.split(".");
      const gara = gare.find((g) => g.id === id), maniglia = gara && gara.maniglie.find((m) => m.dataset.passo === passo);
      const n = Math.round((Date.parse(quando) - Date.parse(dati.oggi)) / 864e5);
      if (!maniglia || !(n >= 0 && n <= Number(maniglia.max))) return;
      maniglia.value = n;
      gara.scegli(maniglia);
    });
    viva.classList.toggle("scelta", gare.some((g) => g.stato.scelto));
    viva.scrollIntoView();
  };
  viva.querySelector(".rimetti").addEventListener("click", () => {
    gare.forEach((g) => g.scegli(null));
    frase.textContent = "Tutto com’è oggi.";
    ricorda();
  });
  window.addEventListener("hashchange", rileggi);
  rileggi();
}
