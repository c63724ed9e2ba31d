"""Le due pagine che bastano a chi decide: chi resta senza, da quando, quanti, che cosa si decide, i piani, le fonti.

Con loro comincia anche il rapporto intero. Nomi e non id, e nessun comando: chi legge non ha il programma davanti.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.errors import Severita
from ldq_planner.model.scenario import NESSUN_INTERVENTO
from ldq_planner.model.testo import format_elenco, format_euro, format_iva, format_numero
from ldq_planner.reports.avvisi import sum_persone
from ldq_planner.reports.decisioni import DaDecidere, build_decisioni, say_decisioni
from ldq_planner.reports.fonti import LEGGE
from ldq_planner.reports.presidio import say_ridotti
from ldq_planner.reports.report import TRATTINO, Blocco, Capitolo, Elenco, Nota, Tabella, Tono, Voce
from ldq_planner.reports.senza import RIGHE, build_senza, say_senza

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.esito import EsitoPiano
    from ldq_planner.model.fonte_citata import FonteCitata
    from ldq_planner.model.senza import SenzaLaboratorio
    from ldq_planner.model.taciuta import SegnalazioneTaciuta
    from ldq_planner.reports.report import Cella, LineaDelTempo

_COLONNE = ("Piano", "Chi resta senza", "Giorni senza, in tutto", "Abitanti-giorni", "Costo (stima)")
_NOMINATI = 3
_UNITO = "\u00a0"  # fra € e l'importo non si va a capo
_CONTA = "Si conta {}, compresi: l'anno in cui comincia l'ultimo scenario."


class RispostaBreve(NamedTuple):
    """`ldq/rapporto-breve/1`: le due pagine, per una macchina."""

    chi_resta_senza: tuple[SenzaLaboratorio, ...]
    decisioni: tuple[DaDecidere, ...]
    dal: date
    al: date
    piani: tuple[EsitoPiano, ...]
    segnalazioni: tuple[Finding, ...]
    taciute: tuple[SegnalazioneTaciuta, ...]
    fonti: tuple[FonteCitata, ...]
    avvisi: tuple[str, ...]


def build_pagine(
    quadro: Quadro,
    risposta: RispostaBreve,
    figura: LineaDelTempo | None,
    detto_delle_taciute: str,
    rischio: tuple[str, ...] = (),
) -> Iterator[tuple[Capitolo, Iterable[Blocco]]]:
    """Le pagine, capitolo per capitolo; la figura mostra i quartieri più urgenti, `rischio` è ciò che si dice della gara più urgente."""
    yield Capitolo("In breve"), (Elenco("", tuple(_summarize(quadro, risposta, detto_delle_taciute, rischio))),)
    if risposta.chi_resta_senza:
        yield Capitolo("Chi resta senza, e fino a quando"), build_senza(quadro, risposta.chi_resta_senza)
    if len(risposta.piani) > 1:
        yield Capitolo("I piani a confronto"), _build_piani(quadro, risposta)
    yield Capitolo("Che cosa si decide, ed entro quando"), build_decisioni(quadro, risposta.decisioni)
    if figura is not None:
        yield Capitolo("I contratti e gli scenari nel tempo"), _choose_righe(quadro, figura)
    yield Capitolo("Da dove vengono i dati"), (Elenco("", tuple(_say_fonti(risposta.fonti))),)


def _summarize(
    quadro: Quadro, risposta: RispostaBreve, detto_delle_taciute: str, rischio: tuple[str, ...]
) -> Iterator[str]:
    """Le frasi che bastano a chi ne legge solo una pagina."""
    yield from say_senza(quadro, risposta.chi_resta_senza, risposta.al)
    if ridotti := say_ridotti(quadro.stati):
        yield ridotti
    yield from say_decisioni(quadro, risposta.decisioni)
    yield from _say_piani(risposta)
    yield from rischio
    findings = risposta.segnalazioni
    gravi = sum(f.severita is Severita.CRITICO for f in findings)
    yield f"Segnalazioni: {gravi} {'critica' if gravi == 1 else 'critiche'} su {format_numero(len(findings))}."
    if detto_delle_taciute:
        yield detto_delle_taciute


def _say_piani(risposta: RispostaBreve) -> Iterator[str]:
    """Quanto resta scoperto senza far nulla, e con il piano che ne lascia meno."""
    if len(risposta.piani) > 1:
        nulla, *altri = risposta.piani
        meglio = min(altri, key=lambda p: p.giorni_scoperti)
        prima, dopo = (format_numero(p.giorni_scoperti) for p in (nulla, meglio))
        yield (
            f"Fino al {format_giorno(risposta.al)}, senza far nulla i giorni senza laboratorio sono {prima}, sommando i "
            f"quartieri; con «{meglio.nome}» sono {dopo}."
        )


def _choose_righe(quadro: Quadro, figura: LineaDelTempo) -> Iterator[Blocco]:
    """La figura dei quartieri più urgenti, nell'ordine in cui lo sono."""
    posti = {s.nome: n for n, s in enumerate(quadro.stati)}
    righe = sorted(figura.righe, key=lambda r: posti.get(r.nome, len(posti)))
    yield figura._replace(righe=tuple(righe[:RIGHE]))
    if (altri := len(righe) - RIGHE) > 0:
        yield Nota(f"La figura mostra i {RIGHE} quartieri più urgenti; gli altri sono {format_numero(altri)}.")


def _build_piani(quadro: Quadro, risposta: RispostaBreve) -> Iterator[Blocco]:
    nomi = quadro.portafoglio.nomi
    yield Tabella("", _COLONNE, tuple(_build_piano(p, nomi) for p in risposta.piani))
    yield Nota(_CONTA.format(format_periodo(quadro.oggi, risposta.al)))


def _build_piano(piano: EsitoPiano, nomi: dict[str, str]) -> tuple[Cella, ...]:
    senza = [q for q in piano.quartieri if q.giorni_scoperti]
    nominati = format_elenco([nomi[q.id] for q in senza]) if len(senza) <= _NOMINATI else ""
    return (
        piano.nome,
        nominati or f"{format_numero(len(senza))} quartieri" if senza else Voce("✓ nessuno", Tono.BENE),
        piano.giorni_scoperti,
        sum_persone((q.abitanti_giorni_scoperti for q in senza), "").strip(),
        TRATTINO if piano.id == NESSUN_INTERVENTO else _say_costo(piano),
    )


def _say_costo(piano: EsitoPiano) -> str:
    """«€ 1.176.000,00, IVA mista»; se di qualche scenario la stima manca, «almeno»."""
    if piano.costo_stimato is None:
        return "non noto"
    almeno = "almeno " if piano.scenari_senza_stima else ""
    iva = f", {format_iva(piano.iva)}" if piano.iva else ""
    return f"{almeno}{format_euro(piano.costo_stimato).replace(' ', _UNITO)}{iva}"


def _say_fonti(fonti: tuple[FonteCitata, ...]) -> Iterator[str]:
    """I documenti e i dati di ciascuno insieme; poi la legge."""
    dati = [f for f in fonti if not f.nota.startswith(LEGGE)]
    for (autore, giorno), suoi in groupby(dati, key=lambda f: (f.autore, f.giorno)):
        yield ", ".join(
            filter(None, (format_elenco([f.titolo for f in suoi]), autore, giorno and format_giorno(giorno)))
        )
    leggi = [f for f in fonti if f.nota.startswith(LEGGE)]
    if leggi:
        controllata = min((f.giorno for f in leggi if f.giorno), default=None)
        quando = f", controllata fino al {format_giorno(controllata)}" if controllata else ""
        yield f"La legge{quando}: {'; '.join(f.titolo for f in leggi)}"
