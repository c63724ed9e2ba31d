"""La scadenza dichiarata non è quella che risulta dalla durata e dalle opzioni esercitate.

Perché: una delle due è sbagliata, e da questa data dipende chi resta scoperto. Si usa sempre quella dichiarata, perché
è quella che il documento scrive. Con date incerte parla solo se nessuna lettura le mette d'accordo. Tace se il contratto è
finito prima del previsto, e `chiusura` dice perché: `ldq chiudi` la scrive; e se è stato sospeso, e la fine dichiarata è
slittata di altrettanto, a giorni o a mesi.

Passa:

    inizio: 2019-06-21
    durata_mesi: 36
    scadenza_base: 2022-06-20

Passa (finito prima, e si sa perché):

    inizio: 2019-06-21
    durata_mesi: 36
    scadenza_effettiva: 2021-12-31
    chiusura: recesso

Passa (sospeso cinque mesi, e slittato di altrettanto):

    inizio: 2022-09-01
    durata_mesi: 48
    sospensioni: [{dal: 2024-02-01, al: 2024-06-30, atto: det. 1/2024}]
    scadenza_effettiva: 2027-01-31

Non passa (un giorno di troppo):

    inizio: 2019-06-21
    durata_mesi: 36
    scadenza_base: 2022-06-21

Non passa (la base è il 20/06/2022, e nessuna opzione la prolunga):

    inizio: 2019-06-21
    durata_mesi: 36
    scadenza_effettiva: 2022-12-20

Rimedio: correggere la data, la durata o le opzioni, secondo il documento; se è finito prima, scrivere perché in `chiusura`.

Fonte: art. 2963 c.c. (un contratto di n mesi finisce il giorno prima di quello corrispondente).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scadenze import (
    compute_base,
    compute_catena,
    compute_durata,
    compute_effettiva,
    extend,
    list_slittate,
)
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.slittamento import ALTRETTANTO
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto

CODICE = "scadenza-dichiarata-diversa"
SEVERITA = Severita.AVVISO
FONTE = "art. 2963 c.c."

_Confronto = tuple[tuple[str | int, ...], "DataIncerta", "DataIncerta", str]


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scadenza dichiarata che nessuna lettura concilia con quella calcolata."""
    for contratto in contesto.portafoglio.contratti:
        for campo, dichiarata, calcolata, da in _find_confronti(contratto):
            differenza = _say_differenza(dichiarata, calcolata)
            is_chiuso = campo == ("scadenza_effettiva",) and contratto.chiusura and dichiarata.ultimo < calcolata.primo
            if differenza and not is_chiuso and not _is_slittata(contratto, campo, dichiarata):
                yield Rilievo(
                    f"la scadenza dichiarata da «{contratto.id}», {format_data(dichiarata)}, viene {differenza} "
                    f"quella che risulta {da}, {format_data(calcolata)}; vale la dichiarata",
                    "correggere la data, la durata o le opzioni, secondo il documento: la scadenza è l'ultimo giorno in vigore",
                    Ref("contratti", contratto.id, campo),
                    fonte=FONTE,
                )


def _find_confronti(contratto: Contratto) -> Iterator[_Confronto]:
    """Le scadenze che si possono dire in due modi: dove, dichiarata, calcolata, da che cosa."""
    if contratto.scadenza_base is not None and (durata := compute_durata(contratto)) is not None:
        yield ("scadenza_base",), contratto.scadenza_base, durata, _say_durata(contratto)
    if contratto.opzioni:
        yield from _find_opzioni(contratto)
    if contratto.scadenza_effettiva is not None:
        esercitate = any(o.stato == "esercitata" for o in contratto.opzioni)
        da = "dalle opzioni esercitate" if esercitate else "senza opzioni esercitate"
        da += " e dalle sospensioni" if contratto.sospensioni else ""
        yield ("scadenza_effettiva",), contratto.scadenza_effettiva, compute_catena(contratto), da


def _is_slittata(contratto: Contratto, campo: tuple[str | int, ...], dichiarata: DataIncerta) -> bool:
    """Vero se le sospensioni spiegano la scadenza: slittata di altrettanti giorni o mesi, o di quanto non si sa ancora."""
    if campo != ("scadenza_effettiva",) or not contratto.sospensioni:
        return False
    if any(s.al is None and (s.slitta is None or s.slitta == ALTRETTANTO) for s in contratto.sospensioni):
        return dichiarata.ultimo >= compute_catena(contratto).primo
    return any(not _say_differenza(dichiarata, altra) for altra in list_slittate(contratto))


def _say_durata(contratto: Contratto) -> str:
    if contratto.durata_mesi:
        return f"dai {contratto.durata_mesi} mesi di durata"
    return f"dai {contratto.durata_giorni} giorni di durata"


def _find_opzioni(contratto: Contratto) -> Iterator[_Confronto]:
    """Le opzioni con una scadenza e una durata: le esercitate dalla base, le altre dalla scadenza effettiva.

    Di un contratto finito prima, da quella che sarebbe stata: le opzioni erano previste allora.
    """
    effettiva = compute_catena(contratto) if contratto.chiusura else compute_effettiva(contratto)
    for esercitata in (True, False):
        fine = compute_base(contratto) if esercitata else effettiva
        for i, opzione in enumerate(contratto.opzioni):
            if (opzione.stato == "esercitata") is not esercitata:
                continue
            if opzione.scadenza is not None and opzione.durata_mesi is not None:
                calcolata = extend(fine, opzione.model_copy(update={"scadenza": None}))
                yield (
                    ("opzioni", i, "scadenza"),
                    opzione.scadenza,
                    calcolata,
                    f"dai {opzione.durata_mesi} mesi dell'opzione",
                )
            fine = extend(fine, opzione)


def _say_differenza(dichiarata: DataIncerta, calcolata: DataIncerta) -> str:
    """«10 giorni dopo», «10 giorni prima di», o niente se una lettura le mette d'accordo."""
    almeno = "" if dichiarata.is_certa and calcolata.is_certa else "almeno "
    if dichiarata.primo > calcolata.ultimo:
        return f"{almeno}{format_giorni((dichiarata.primo - calcolata.ultimo).days)} dopo"
    if dichiarata.ultimo < calcolata.primo:
        return f"{almeno}{format_giorni((calcolata.primo - dichiarata.ultimo).days)} prima di"
    return ""
