"""Un limite scritto in `risorse.yaml` che non ne mette nessuno, o che nessun piano può rispettare.

Perché: chi lo scrive crede che il programma delle gare ne tenga conto. Un giorno fisso senza il giorno, una seduta che non si sa
quando si tenga, una gara che attende sé stessa passerebbero in silenzio, o renderebbero impossibile il piano senza dire perché.

Passa:

    giorni_fissi:
      - {id: bando, scenario: gara, entro: 2027-06-30}

Non passa:

    giorni_fissi:
      - {id: bando, scenario: gara}

Rimedio: scrivere ciò che manca, o togliere la riga.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import RISORSE
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.model.risorse import Dipendenza, FileRisorse, GiornoFisso, Seduta, Ufficio

CODICE = "limite-senza-effetto"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per limite che non conterebbe; di una voce malata non si sa che cosa manca, e non si dice."""
    risorse = contenuto.portafoglio.risorse
    if risorse is None:
        return
    for ufficio in risorse.uffici:
        yield from _check_ufficio(ufficio)
    for seduta in risorse.sedute:
        yield from _check_seduta(seduta)
    for fisso in risorse.giorni_fissi:
        yield from _check_fisso(fisso)
    yield from _check_attese(risorse.dipendenze)
    yield from _check_ponti(risorse)


def _check_ufficio(ufficio: Ufficio) -> Rilievi:
    for fase in ufficio.gare_per_fase if ufficio.fasi else ():
        if fase not in ufficio.fasi:
            messaggio = f"«{fase}» non è fra le fasi di «{ufficio.id}»"
            ref = Ref("uffici", ufficio.id, ("gare_per_fase", fase))
            yield Rilievo(messaggio, "aggiungerla a «fasi», o toglierla di qui", ref)


def _check_seduta(seduta: Seduta) -> Rilievi:
    if "giorno" not in seduta.model_fields_set and not seduta.date:
        messaggio = f"non si sa quando si tiene la seduta «{seduta.id}»"
        yield Rilievo(messaggio, "scrivere «giorno» o «date»", Ref("sedute", seduta.id))
    for i, saltata in enumerate(seduta.saltate):
        messaggio = f"il {format_giorno(saltata.primo)} la seduta «{seduta.id}» non si terrebbe comunque"
        ref = Ref("sedute", seduta.id, ("saltate", i))
        if seduta.date:
            yield Rilievo(messaggio, "togliere «saltate»: le sedute sono quelle di «date»", ref)
        elif seduta.giorno and saltata.primo.weekday() != seduta.giorno_feriale:
            yield Rilievo(messaggio, f"scrivere un {seduta.giorno}, o togliere il giorno", ref)


def _check_fisso(fisso: GiornoFisso) -> Rilievi:
    if not (fisso.il or fisso.non_prima or fisso.entro):
        messaggio = f"«{fisso.id}» non dice quale giorno è fisso"
        yield Rilievo(messaggio, "scrivere «il», «non_prima» o «entro»", Ref("giorni_fissi", fisso.id))


def _check_attese(dipendenze: Iterable[Dipendenza]) -> Rilievi:
    """Chi attende sé stesso, direttamente o passando per altri: si dice alla riga che chiude il giro."""
    dopo: dict[str, list[str]] = {}
    for d in dipendenze:
        if d.scenario and d.scenario in _list_attesi(dopo, d.dopo):
            messaggio = f"«{d.scenario}» finirebbe per attendere sé stesso"
            rimedio = "togliere una delle attese che fanno il giro"
            yield Rilievo(messaggio, rimedio, Ref("dipendenze", d.id, ("dopo",)))
        elif d.scenario and d.dopo:
            dopo.setdefault(d.scenario, []).append(d.dopo)


def _list_attesi(dopo: Mapping[str, Iterable[str]], chi: str) -> set[str]:
    """Chi attende `chi`, di attesa in attesa; e `chi`."""
    visti: set[str] = set()
    restano = [chi]
    while restano:
        uno = restano.pop()
        if uno not in visti:
            visti.add(uno)
            restano += dopo.get(uno, ())
    return visti


def _check_ponti(risorse: FileRisorse) -> Rilievi:
    if risorse.ponti_mesi_in_tutto is not None and "ponti_mesi" not in risorse.model_fields_set:
        messaggio = "senza «ponti_mesi» nessun quartiere può avere un ponte"
        yield Rilievo(messaggio, "scrivere anche «ponti_mesi»", Ref(RISORSE, campo=("ponti_mesi_in_tutto",)))
