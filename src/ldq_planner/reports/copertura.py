"""`ldq copertura`: le lacune di una finestra, e la linea del tempo che le mostra."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_periodo
from ldq_planner.engine.presidio import clip_presidi
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.apertura import open_copertura
from ldq_planner.reports.avvisi import announce_eta, list_testi, sum_persone
from ldq_planner.reports.figura import CAUSE, build_righe, describe_righe
from ldq_planner.reports.filtro import NESSUN_FILTRO, Filtro, choose_stati
from ldq_planner.reports.presidio import build_presidi
from ldq_planner.reports.report import Cella, LineaDelTempo, Nota, Report, Tabella, Tono, Voce
from ldq_planner.reports.sommario import count_mesi, shorten_linea, shorten_tabella

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.copertura import CoperturaQuartiere, GiorniFermi
    from ldq_planner.model.scenario import Scenario

_IN_UNA_PAGINA = 20
"""Quanti quartieri si guardano in una pagina sola."""
COLONNE = ("Quartiere", "Tipo", "Dal", "Al", "Giorni", "Abitanti-giorni")
TIPI = {
    TipoLacuna.CERTA: Voce("✗ certa", Tono.ALLARME),
    TipoLacuna.POSSIBILE: Voce("? possibile", Tono.INCERTO),
}
SOMME = (
    (None, TipoLacuna.CERTA, "Lacune certe", Tono.ALLARME),
    (None, TipoLacuna.POSSIBILE, "Lacune possibili", Tono.INCERTO),
    (Causa.SOSPENSIONE, TipoLacuna.CERTA, "Servizio sospeso, a contratto in vigore", Tono.ALLARME),
    (Causa.SOSPENSIONE, TipoLacuna.POSSIBILE, "Servizio forse sospeso, a contratto in vigore", Tono.INCERTO),
    (Causa.CHIUSURA, TipoLacuna.CERTA, "Chiusure annuali", Tono.ALLARME),
    (Causa.CHIUSURA, TipoLacuna.POSSIBILE, "Chiusure annuali, forse", Tono.INCERTO),
)
FERMI = {Causa.SOSPENSIONE: "sospesi", Causa.CHIUSURA: "chiusi"}
"""Come si dicono i giorni scoperti a contratto in vigore."""
LEGENDA = ((Tono.BENE, "coperto"), (Tono.INCERTO, "forse scoperto"), (Tono.ALLARME, "scoperto"))


class RigaLacuna(NamedTuple):
    """Una lacuna con il suo quartiere, per un foglio di calcolo."""

    quartiere: str
    inizio: date
    fine: date
    giorni: int
    tipo: TipoLacuna
    abitanti_giorni: int | None
    causa: Causa | None = None

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("causa",)


class RispostaCopertura(NamedTuple):
    """`ldq/copertura/1`."""

    dal: date
    al: date
    quartieri: tuple[CoperturaQuartiere, ...]
    avvisi: tuple[str, ...]


def build_copertura(
    quadro: Quadro, finestra: Periodo, filtro: Filtro = NESSUN_FILTRO, scenari: tuple[Scenario, ...] = ()
) -> Report:
    """Le lacune della finestra, quartiere per quartiere nell'ordine dei dati; la figura mostra anche gli scenari dati.

    Se i quartieri non stanno in una pagina, la figura comincia dai più urgenti.
    """
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    voluti = choose_stati(quadro, filtro)
    elencati, chiesti = {s.id for s in filtro.cut(voluti)}, {s.id for s in voluti}
    tutte = tuple(c for c in cover(quadro, finestra) if c.id in chiesti)
    coperture = tuple(c for c in tutte if c.id in elencati)
    altri = filtro.tell_altri(len(voluti), len(quadro.stati), "un altro quartiere", "altri {} quartieri")
    righe = list_lacune(coperture)
    scritti = {s.id: s.inizio for s in portafoglio.scenari}
    calcolati = frozenset(s.id for s in scenari if s.inizio != scritti.get(s.id, s.inizio))
    da_disegnare = _sort_urgenti(quadro, coperture) if len(coperture) > _IN_UNA_PAGINA else coperture
    linea = build_righe(portafoglio, da_disegnare, finestra, oggi, scenari, calcolati)
    figura = LineaDelTempo("", finestra, oggi, linea, choose_legenda(coperture), describe_righe(linea, finestra, oggi))
    avvisi = announce_eta(quadro, "copertura")
    ordine = sorted(range(len(righe)), key=lambda i: (righe[i].tipo is not TipoLacuna.CERTA, -righe[i].giorni))
    urgenti = [s.nome for s in voluti]
    tabella = shorten_tabella(
        Tabella("Lacune", COLONNE, list_celle(coperture), vuota="Nessuna lacuna nella finestra."),
        filtro,
        (count_mesi("Lacune che cominciano", (r.inizio for r in righe)),),
        ordine,
    )
    return Report(
        schema="ldq/copertura/1",
        titolo=f"Copertura {format_periodo(finestra.inizio, finestra.fine, ' (compresi)')}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *avvisi,
            open_copertura(quadro, tutte),
            shorten_linea(figura, filtro, urgenti),
            tabella,
            *_sum_lacune(list_lacune(tutte)),
            *_build_ridotti(tutte),
            *altri,
        ),
        dati=RispostaCopertura(finestra.inizio, finestra.fine, coperture, list_testi((*avvisi, *altri))),
        elenco=righe,
    )


def list_lacune(coperture: tuple[CoperturaQuartiere, ...]) -> tuple[RigaLacuna, ...]:
    """Le lacune di tutti, una riga ciascuna."""
    return tuple(
        RigaLacuna(c.id, x.inizio, x.fine, x.giorni, x.tipo, x.abitanti_giorni, x.causa)
        for c in coperture
        for x in c.lacune
    )


def cover(quadro: Quadro, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura, lacune e presidi ridotti di ogni quartiere nella finestra, estremi compresi, nell'ordine dei dati."""
    return tuple(_add_presidi(quadro, c, finestra) for c in quadro.cover(finestra))


def _sort_urgenti(quadro: Quadro, coperture: tuple[CoperturaQuartiere, ...]) -> tuple[CoperturaQuartiere, ...]:
    """Nell'ordine di `ldq status`: prima chi è senza, poi chi lo resterà prima."""
    posti = {stato.id: posto for posto, stato in enumerate(quadro.stati)}
    return tuple(sorted(coperture, key=lambda c: posti[c.id]))


def _add_presidi(quadro: Quadro, copertura: CoperturaQuartiere, finestra: Periodo) -> CoperturaQuartiere:
    presidi = quadro.find_presidi(quadro.portafoglio.quartieri_by_id[copertura.id])
    ridotti = tuple(p for p in clip_presidi(presidi, finestra) if p.ridotto)
    return copertura._replace(presidi_ridotti=ridotti) if ridotti else copertura


def choose_legenda(coperture: tuple[CoperturaQuartiere, ...]) -> tuple[tuple[Tono, str], ...]:
    """I toni della linea, con quello del presidio ridotto se ce n'è."""
    return (*LEGENDA, (Tono.ATTENZIONE, "presidio ridotto")) if any(c.presidi_ridotti for c in coperture) else LEGENDA


def _build_ridotti(coperture: tuple[CoperturaQuartiere, ...]) -> tuple[Tabella | Nota, ...]:
    """I giorni coperti con meno operatori, a parte: nessuno di loro è una lacuna."""
    ridotti = [(c.nome, p) for c in coperture for p in c.presidi_ridotti]
    if not ridotti:
        return ()
    giorni = format_numero(sum(p.giorni for _, p in ridotti))
    nota = f"Presidio ridotto: {giorni} giorni-quartiere coperti con meno operatori; non sono fra le lacune."
    return build_presidi("Presidio ridotto", ridotti), Nota(nota, Tono.ATTENZIONE)


def say_tipo(tipo: TipoLacuna, causa: Causa | None) -> Voce:
    """«✗ certa», o «✗ sospeso» se un contratto è in vigore."""
    voce = TIPI[tipo]
    if causa is None:
        return voce
    return Voce(f"{voce.testo[0]} {'' if tipo is TipoLacuna.CERTA else 'forse '}{CAUSE[causa]}", voce.tono)


def say_fermi(fermi: tuple[GiorniFermi, ...]) -> str:
    """«, di cui 278 sospesi e 93 chiusi», dei giorni certamente scoperti; vuoto se un contratto non c'è in nessuno."""
    detti = [f"{format_numero(f.giorni)} {FERMI[f.causa]}" for f in fermi if f.giorni]
    return f", di cui {format_elenco(detti)}" if detti else ""


def list_celle(coperture: tuple[CoperturaQuartiere, ...]) -> tuple[tuple[Cella, ...], ...]:
    """Le stesse righe come si leggono in una tabella."""
    return tuple(
        (c.nome, say_tipo(x.tipo, x.causa), x.inizio, x.fine, x.giorni, x.abitanti_giorni)
        for c in coperture
        for x in c.lacune
    )


def _sum_lacune(righe: tuple[RigaLacuna, ...]) -> tuple[Nota, ...]:
    note = []
    for causa, tipo, nome, tono in SOMME:
        sue = [r for r in righe if r.tipo is tipo and r.causa is causa]
        if sue:
            giorni, persone = (
                sum(r.giorni for r in sue),
                sum_persone((r.abitanti_giorni for r in sue), "abitanti-giorni"),
            )
            note.append(Nota(f"{nome}: {format_numero(giorni)} giorni-quartiere, {persone}.", tono))
    return tuple(note)
