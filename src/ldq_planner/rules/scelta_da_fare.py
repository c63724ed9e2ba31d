"""Fra scenari alternativi nessuno ha ancora scelto, e per uno di loro il tempo passa o è passato.

Perché: finché non si sceglie, gli atti delle alternative non si chiedono uno per uno: si chiede la scelta. Il giorno di
ciascuna è l'ultimo utile per cominciarla (di una gara la preparazione, di un ponte la vigilia): passato quello non è più una
scelta. Parla quando a uno di quei giorni mancano al più `in_scadenza` giorni (`ldq.toml`, 90 se non è scritta); è critico
se sono passati tutti.

Passa:

    scenari:
      - {id: unica, gruppo: nord, stato: scelto, inizio: 2024-01-01, durata_mesi: 24}
      - {id: lotti, gruppo: nord, inizio: 2024-01-01, durata_mesi: 24}

Non passa (oggi 17/01/2023):

    scenari:
      - {id: unica, gruppo: nord, inizio: 2024-01-01, durata_mesi: 24}
      - {id: lotti, gruppo: nord, inizio: 2024-01-01, durata_mesi: 24}

Rimedio: confrontarle (`ldq scenari --confronta`) e scegliere (`ldq scegli`), o scartare (`ldq scarta`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.scelte import list_scelte
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza, format_elenco
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.scelte import Alternativa

CODICE = "scelta-da-fare"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gruppo di alternative fra cui è ora di scegliere."""
    for scelta in list_scelte(contesto.quadro):
        giorno, oggi = scelta.giorno, contesto.oggi
        if giorno is None or (giorno - oggi).days > contesto.portafoglio.soglie.in_scadenza:
            continue
        primo = scelta.alternative[0].scenario.id
        nomi = format_elenco([f"«{a.scenario.nome}»" for a in scelta.alternative])
        tutte = all(a.limite is not None and a.limite < oggi for a in scelta.alternative)
        yield Rilievo(
            f"fra {nomi} non si è ancora scelto: {'; '.join(_say_limite(a, oggi) for a in scelta.alternative)}",
            f"confrontarle con ldq scenari --confronta, poi per esempio: ldq scegli {primo} --il GIORNO --atto ATTO",
            Ref("scenari", primo, ("gruppo",)),
            severita=Severita.CRITICO if tutte else SEVERITA,
        )


def _say_limite(alternativa: Alternativa, oggi: date) -> str:
    nome, limite = f"per «{alternativa.scenario.id}»", alternativa.limite
    if limite is None:
        return f"{nome} non si sa entro quando cominciare"
    quando = f"entro il {format_giorno(limite)}, {format_distanza((limite - oggi).days)}"
    return f"{nome} si {'doveva' if limite < oggi else 'deve'} cominciare {quando}"
