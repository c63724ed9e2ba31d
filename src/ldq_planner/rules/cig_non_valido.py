"""Il CIG non può essere quello: le sue cifre di controllo non tornano, o non ne ha la forma.

Perché: con un CIG sbagliato il contratto non si ritrova nelle banche dati dell'ANAC, e di solito è una cifra battuta
male. Un CIG ha sette cifre e tre di controllo; uno SmartCIG (fino al 2023) comincia per X, Y o Z; dal 2024 sono una
lettera e nove fra cifre e lettere da A a F, e il controllo non è pubblico: se ne guarda solo la forma. Se non ha dieci
caratteri i dati non si leggono, con lo stesso codice.

Passa:

    cig: 1234567CE7

Non passa (il controllo di 1234567 è CE7):

    cig: 1234567CE8

Rimedio: ricopiare il CIG dall'atto; se non c'è, scrivere `non noto`.

Fonte: regole AgID per gli ordini Peppol, INT-T01-R037.
"""

from __future__ import annotations

import re

from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "cig-non-valido"
SEVERITA = Severita.AVVISO
FONTE = "AgID, regole per gli ordini Peppol, INT-T01-R037"

_CLASSICO = re.compile(r"(\d{7})([0-9A-F]{3})", re.ASCII)
_SMART = re.compile(r"[XYZ]([0-9A-F]{2})([0-9A-F]{7})", re.ASCII)
_NUOVO = re.compile(r"[A-W][0-9A-F]{9}", re.ASCII)
_NESSUNO = "0000000000"
_FATTORE, _MODULO, _MODULO_SMART, _SEDICI = 211, 4091, 251, 16


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto con un CIG che non torna."""
    for contratto in contesto.portafoglio.contratti:
        problema = explain_cig(contratto.cig) if contratto.cig is not None else ""
        if problema:
            yield Rilievo(
                f"il CIG {contratto.cig} di «{contratto.id}» non è valido: {problema}",
                "ricopiarlo dall'atto; se non c'è, scrivere non noto",
                Ref("contratti", contratto.id, ("cig",)),
                fonte=FONTE,
            )


def explain_cig(cig: str) -> str:
    """Perché il CIG non è valido; vuoto se lo è.

    Esempio:
        >>> explain_cig("1234567CE8")
        'le ultime tre cifre sono CE8, e il controllo di 1234567 dà CE7'
    """
    if cig == _NESSUNO:
        return "dieci zeri vogliono dire «nessun CIG»"
    if classico := _CLASSICO.fullmatch(cig):
        numero, scritto = classico.groups()
        atteso = f"{int(numero) * _FATTORE % _MODULO:03X}"
        return (
            "" if scritto == atteso else f"le ultime tre cifre sono {scritto}, e il controllo di {numero} dà {atteso}"
        )
    if smart := _SMART.fullmatch(cig):
        scritto, numero = smart.groups()
        atteso = f"{int(numero, _SEDICI) * _FATTORE % _MODULO_SMART:02X}"
        return "" if scritto == atteso else f"dopo la {cig[0]} c'è {scritto}, e il controllo di {numero} dà {atteso}"
    return "" if _NUOVO.fullmatch(cig) else "non ha la forma di un CIG, di uno SmartCIG, né di un CIG dal 2024"
