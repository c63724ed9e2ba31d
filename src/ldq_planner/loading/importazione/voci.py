"""Da un record capito alla voce di un contratto, o di uno scenario, con i nostri campi: ciò che non si sa non si scrive."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.incerta import NON_NOTO, ULTIMO_GIORNO, parse_data
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.loading.importazione.giorni import ASSENTI
from ldq_planner.loading.importazione.testi import clean_nome, clean_testo, join_note

if TYPE_CHECKING:
    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo

Voce = dict[str, Any]

_TRA_QUADRE = re.compile(r"\[([^|\]]+)\|")
_RUOLI = {"mandante": "mandante", "mandataria": "capogruppo", "capogruppo": "capogruppo", "capofila": "capogruppo"}
_CON_RUOLO = re.compile(rf"(.+?) ?\(({'|'.join(_RUOLI)})\)", re.IGNORECASE)
_SERVIZI = ("serviz", "servic")


class Capito(NamedTuple):
    """Un record capito: testi puliti, giorni ISO, importo in euro; vuoto o 0 se non si sa."""

    luoghi: list[str]
    titolo: str
    cig: str
    inizio: str
    fine: str
    massima: str
    giorni: int
    mesi: int
    prolungamenti: tuple[int, ...]
    """I mesi di ciascun rinnovo che la durata dice: `36+6`."""
    importo: str
    iva: str
    nota: str
    rinnovi: int
    prorogata: str
    """La fine dopo una proroga già data."""

    def find_fine(self) -> str:
        """Il giorno dopo il quale deve stare una fine massima: la fine, quella della durata (l'ultima possibile), o l'inizio."""
        if self.fine or not self.inizio or not (self.mesi or self.giorni):
            return self.fine or self.inizio
        inizio = parse_data(self.inizio).ultimo
        if self.mesi:
            return min(end_of_mesi(inizio, self.mesi), ULTIMO_GIORNO).isoformat()
        return min(inizio + timedelta(days=self.giorni - 1), ULTIMO_GIORNO).isoformat()


def build_contratto(g: Grezzo, capito: Capito, fonte: str, quartieri: list[str], opzioni: list[Voce]) -> Voce:
    """La voce di un contratto, ancora senza id. Un campo per volta: di elenchi se ne importano da un milione di righe."""
    voce: Voce = {"id": "", "quartieri": quartieri}
    voce["tipo"] = "appalto-di-servizi" if g.natura[:6].lower() in _SERVIZI else "affidamento"
    voce["titolo"] = capito.titolo
    if g.procedura and (procedura := clean_nome(g.procedura)):
        voce["base_giuridica"] = procedura
    if g.affidatari or g.affidatario:
        voce["affidatari"] = _list_affidatari(g)
    voce["cig"] = capito.cig or NON_NOTO
    if g.cup or g.cui:
        voce |= _list_codici(g)
    voce["inizio"] = capito.inizio or NON_NOTO
    voce |= _list_durate(capito)
    if capito.fine or not (capito.giorni or capito.mesi):
        voce["scadenza_base"] = capito.fine or NON_NOTO
    if g.origine:
        voce["origine_date"] = g.origine
    if opzioni:
        voce["opzioni"] = opzioni
    voce["importo_eur"] = capito.importo or NON_NOTO
    voce["iva"] = capito.iva or NON_NOTO
    if (capito.nota or g.nota) and (nota := join_note(capito.nota, clean_testo(g.nota))):
        voce["nota"] = nota
    voce["fonte"] = fonte
    return voce


def build_scenario(g: Grezzo, capito: Capito, fonte: str, quartieri: list[str]) -> Voce:
    """La voce di uno scenario, ancora senza id: ciò che non ha un campo suo sta nella nota."""
    is_acquisto = bool(g.cui) and not capito.cig  # del programma: una gara di ANAC ha il suo CIG
    che_importo = "costo previsto, con IVA" if is_acquisto else "importo a base di gara"
    nota = join_note(
        f"{che_importo}: {capito.importo} euro" if capito.importo else "",
        capito.nota,
        f"CIG {capito.cig}" if capito.cig else "",
        f"rinnovi previsti: {capito.rinnovi}" if capito.rinnovi else "",
        f"fine massima: {capito.massima}" if capito.massima else "",
        clean_testo(g.nota),
    )
    voce = {
        "id": "",
        "nome": capito.titolo,
        "tipo": "gara",
        "quartieri": quartieri,
        "inizio": capito.inizio or NON_NOTO,
        **_list_durate(capito),
        "fine": capito.fine or None,
        "procedura": clean_testo(g.procedura) or NON_NOTO,
        **_list_codici(g),
        **dict(g.codici),
        "stima_costo": _estimate(capito) if is_acquisto else None,
        "nota": nota or None,
        "fonte": fonte,
    }
    return {campo: valore for campo, valore in voce.items() if valore is not None}


def _estimate(capito: Capito) -> Voce | None:
    """Il costo al mese di un acquisto del programma, che lo dice intero e con l'IVA."""
    if not capito.importo or not capito.mesi:
        return None
    mensile = (Decimal(capito.importo) / capito.mesi).quantize(Decimal("0.01"))
    motivo = f"{capito.importo} euro in {capito.mesi} mesi, nel programma degli acquisti"
    return {"mensile_eur": str(mensile), "iva": "inclusa", "motivo": motivo}


def say_fonte(g: Grezzo, fonte: FonteAperta) -> str:
    """Da dove viene un record, come lo si scrive nei dati."""
    return f"{fonte.descrizione}, {g.riferimento}" if g.riferimento else fonte.descrizione


def _list_codici(g: Grezzo) -> Voce:
    """Il CUP e il CUI, come sono scritti, di chi li ha."""
    scritti = (("cup", clean_testo(g.cup)), ("cui", clean_testo(g.cui)))
    return {campo: testo for campo, testo in scritti if testo.lower() not in ASSENTI}


def _list_durate(capito: Capito) -> Voce:
    return {campo: n for campo, n in (("durata_mesi", capito.mesi), ("durata_giorni", capito.giorni)) if n}


def _list_affidatari(g: Grezzo) -> list[Voce]:
    """Chi esegue; il ruolo si scrive solo se è in un raggruppamento."""
    # i registri britannici: [nome|indirizzo|…]
    nomi = _TRA_QUADRE.findall(g.affidatario) if g.affidatario.startswith("[") else ()
    chi = g.affidatari or [(nome, "singolo") for nome in nomi or (g.affidatario,)]
    puliti = (_read_ruolo(clean_testo(nome), ruolo) for nome, ruolo in chi)
    return [{"nome": n} if ruolo == "singolo" else {"nome": n, "ruolo": ruolo} for n, ruolo in puliti if n]


def _read_ruolo(nome: str, ruolo: str) -> tuple[str, str]:
    """Il ruolo che sta fra parentesi dopo il nome, se c'è."""
    trovato = _CON_RUOLO.fullmatch(nome) if nome.endswith(")") else None
    return (trovato[1], _RUOLI[trovato[2].lower()]) if trovato else (nome, ruolo)
