"""I fatti di una gara non possono essere accaduti tutti, in quei giorni.

Perché: le date che restano si contano dai fatti, e da due che si smentiscono verrebbe una data qualunque. Una fase comincia
quando quella che la precede è compiuta: non si valuta prima del termine delle offerte, non si stipula prima di aggiudicare.
I fatti che mancano non si contraddicono: una fase prima di una già cominciata si dà per fatta. Un altro tentativo comincia
dopo l'esito del primo; una gara aggiudicata può essere revocata o annullata, non deserta.

Passa:

    avanzamento:
      - {fase: pubblicazione, conclusa: 2026-10-20}
      - {fase: ricezione_offerte, fissata_al: 2026-11-30}

Non passa (aggiudicata prima del termine delle offerte):

    avanzamento:
      - {fase: ricezione_offerte, fissata_al: 2026-11-30}
      - {esito: aggiudicata, il: 2026-11-10}

Rimedio: correggere il giorno, secondo l'atto; se la gara è stata rifatta, scrivere prima l'esito del primo tentativo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.avanzamento import AGGIUDICATA, AGGIUDICAZIONE, split_tentativi
from ldq_planner.model.norme import ESECUZIONE_ANTICIPATA
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.model.avanzamento import FattoScritto, Tentativo
    from ldq_planner.model.norme import Fase

CODICE = "fatti-contraddittori"
SEVERITA = Severita.ERRORE

_FUORI = frozenset(("precondizione",))
_CAMPI = {"iniziata": "cominciata", "conclusa": "conclusa", "fissata_al": "fissata"}


class _Detto(NamedTuple):
    """Un giorno che un fatto dice di una fase."""

    posto: int
    campo: str
    fase: str
    giorno: date

    @property
    def e_quando(self) -> str:
        """«è conclusa il 30/11/2026»."""
        return f"è {_CAMPI.get(self.campo, 'conclusa')} il {format_giorno(self.giorno)}"


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per giorno che non sta con gli altri."""
    if contenuto.procedure is None:
        return
    for scenario in contenuto.portafoglio.ipotesi.scenari:
        dopo: FattoScritto | None = None
        for tentativo in split_tentativi(scenario.avanzamento):
            procedura = contenuto.procedure.choose(scenario.procedura, _name_fasi(tentativo))
            casi = scenario.casi or contenuto.portafoglio.gare.casi
            fasi = _anticipate(contenuto.procedure.list_fasi(procedura, casi), casi)
            for detto, perche in _list_contraddizioni(tentativo, {f.id: f for f in fasi}, dopo):
                yield Rilievo(
                    f"nella gara di «{scenario.id}» {_name(detto, fasi)} {detto.e_quando}, ma {perche}",
                    "correggere il giorno che non è quello dell'atto",
                    Ref("scenari", scenario.id, ("avanzamento", detto.posto, detto.campo)),
                )
            dopo = tentativo.esito


def _anticipate(fasi: tuple[Fase, ...], casi: Container[str]) -> tuple[Fase, ...]:
    """Le fasi nell'ordine in cui si attendono: con l'esecuzione anticipata il servizio viene subito dopo ciò che attende."""
    anticipata = next((f for f in fasi if f.anticipata_da and ESECUZIONE_ANTICIPATA in casi), None)
    if anticipata is None:
        return fasi
    return tuple(
        g for f in fasi if f is not anticipata for g in ((f, anticipata) if f.id == anticipata.anticipata_da else (f,))
    )


def _list_contraddizioni(
    tentativo: Tentativo, fasi: Mapping[str, Fase], dopo: FattoScritto | None
) -> Iterator[tuple[_Detto, str]]:
    """Il giorno che non torna, e perché."""
    detti = [d for d in _list_detti(tentativo) if d.fase in fasi]
    ordine = {id_: posto for posto, id_ in enumerate(fasi)}
    for detto in detti:
        prima = [d for d in _drop_superati(detti) if _comes_before(d, detto, fasi, ordine) and d.giorno > detto.giorno]
        if prima:
            tardi = max(prima, key=lambda d: d.giorno)
            yield detto, f"{_name(tardi, fasi.values())} {tardi.e_quando}"
        if any(d.campo != "fissata_al" and d[1:3] == detto[1:3] and d.giorno < detto.giorno for d in detti):
            yield detto, "i fatti lo dicono già di un altro giorno"
        if dopo is not None and dopo.fatto.il is not None and detto.giorno < dopo.fatto.il.primo:
            yield detto, f"il tentativo di prima è finito il {format_giorno(dopo.fatto.il.primo)}"
    yield from _check_esito(tentativo, detti)


def _check_esito(tentativo: Tentativo, detti: list[_Detto]) -> Iterator[tuple[_Detto, str]]:
    """Ciò che è accaduto viene prima dell'esito; una gara aggiudicata non va deserta."""
    if tentativo.esito is None or tentativo.esito.fatto.il is None:
        return
    quale, fine = tentativo.esito.fatto.esito, tentativo.esito.fatto.il.primo
    for detto in detti:
        if detto.campo != "fissata_al" and detto.giorno > fine:
            yield detto, f"la gara è {quale} dal {format_giorno(fine)}"
        elif quale == "deserta" and detto.fase == AGGIUDICAZIONE and detto.campo != "fissata_al":
            yield detto, f"la gara è deserta dal {format_giorno(fine)}: se aggiudicata, è revocata o annullata"


def _list_detti(tentativo: Tentativo) -> Iterator[_Detto]:
    for posto, f in tentativo.fatti:
        if f.esito == AGGIUDICATA and f.il is not None:
            yield _Detto(posto, "il", AGGIUDICAZIONE, f.il.primo)
        for campo, giorno in (("iniziata", f.iniziata), ("conclusa", f.conclusa), ("fissata_al", f.fissata_al)):
            if f.fase is not None and giorno is not None:
                yield _Detto(posto, campo, f.fase, giorno.primo)


def _drop_superati(detti: list[_Detto]) -> list[_Detto]:
    """I giorni senza quelli fissati che un altro fatto della stessa fase ha poi spostato o compiuto."""
    ultimi = {d.fase: d for d in detti if d.campo != "iniziata"}
    return [d for d in detti if d.campo != "fissata_al" or ultimi[d.fase] == d]


def _comes_before(uno: _Detto, altro: _Detto, fasi: Mapping[str, Fase], ordine: Mapping[str, int]) -> bool:
    """Vero se il primo dei due giorni non può venire dopo l'altro; una fase parallela non trattiene l'inizio di chi segue."""
    if uno.fase == altro.fase:
        return uno.campo == "iniziata" and altro.campo != "iniziata"
    if fasi[uno.fase].tipo in _FUORI or fasi[altro.fase].tipo in _FUORI:
        return False
    distanza = ordine[altro.fase] - ordine[uno.fase]
    is_accanto = distanza == 1 and fasi[uno.fase].tipo == "parallela" and altro.campo == "iniziata"
    return distanza > 0 and not is_accanto


def _name(detto: _Detto, fasi: Iterable[Fase]) -> str:
    """«Ricezione delle offerte», con il nome che la procedura le dà."""
    return next(f"«{f.nome}»" for f in fasi if f.id == detto.fase)


def _name_fasi(tentativo: Tentativo) -> tuple[str, ...]:
    return tuple(f.fase for _, f in tentativo.fatti if f.fase is not None)
