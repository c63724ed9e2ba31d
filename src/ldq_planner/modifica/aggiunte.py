"""Un'entità nuova dai campi scritti uno per uno: `popolazione.abitanti=4200`, `delibere=gc-1,gc-2`, `affidatari.1.nome=…`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.archivio import ELENCO_OF_GENERE
from ldq_planner.model.campi import find_voce
from ldq_planner.model.simili import suggest
from ldq_planner.modifica.testo.forme import find_forma, is_elenco_di_mappe, is_elenco_di_parole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldq_planner.modifica.testo.forme import Forma

GENERI = {genere: find_voce(elenco) for genere, elenco in ELENCO_OF_GENERE.items()}
"""Che cosa si può aggiungere → il suo modello."""

_ALTRI_NOMI = {"contratto": {"nome": "titolo", "fine": "scadenza_base"}}
"""Come si chiama, nei dati di un genere, ciò che la riga di comando chiama allo stesso modo per tutti."""


_OPZIONI = {
    **{nome: f"--{nome}" for nome in ("nome", "tipo", "inizio", "fine", "fonte")},
    "quartieri": "--quartiere",
    "durata_mesi": "--mesi",
}
"""Il campo → l'opzione che lo dice."""


def name_opzione(genere: str, campo: Sequence[str | int]) -> str:
    """Come si scrive quel campo nella riga di comando: `ID`, `--fine`, `--campo affidatari.1.nome`."""
    if tuple(campo) in ((), ("id",)):
        return "ID"
    nomi = {nei_dati: detto for detto, nei_dati in _ALTRI_NOMI.get(genere, {}).items()}
    primo, *altri = campo
    opzione = _OPZIONI.get(nomi.get(str(primo), str(primo)))
    passi = [str(passo + 1) if isinstance(passo, int) else passo for passo in (primo, *altri)]
    return opzione or f"--campo {'.'.join(passi)}"


def list_noti(genere: str, detti: Mapping[str, Any]) -> dict[str, Any]:
    """I campi detti con le opzioni, con i nomi che hanno in quel genere di dati.

    Errori: `InvalidRequestError` se il genere non ha quel campo.
    """
    nomi = _ALTRI_NOMI.get(genere, {})
    noti = {nomi.get(nome, nome): valore for nome, valore in detti.items() if valore}
    campi = GENERI[genere].model_fields
    if ignoti := [nome for nome in noti if nome not in campi]:
        raise InvalidRequestError(
            f"un {genere} non ha {', '.join(name_opzione(genere, (nome,)) for nome in ignoti)}",
            f"i suoi campi sono: {', '.join(campi)}",
        )
    return noti


def build_voce(genere: str, id_: str, noti: Mapping[str, Any], campi: Iterable[str]) -> dict[str, Any]:
    """La voce da scrivere, con i campi nell'ordine del modello; ciò che manca lo dirà la lettura.

    Errori: `InvalidRequestError` se un campo non è `NOME=VALORE`, o se il modello non lo conosce.
    """
    modello = GENERI[genere]
    voce: dict[str, Any] = {"id": id_, **noti}
    for scritto in campi:
        nome, uguale, valore = scritto.partition("=")
        if not uguale or not nome.strip() or not valore.strip():
            raise InvalidRequestError(
                f"--campo «{scritto}»: manca il nome o il valore",
                "scrivere NOME=VALORE, per esempio --campo cig=non\\ noto",
            )
        _put(voce, nome.strip().split("."), valore.strip(), modello, scritto)
    return _sort(voce, modello)


def _put(dove: Any, passi: list[str], valore: str, forma: Forma, scritto: str) -> None:
    """Mette il valore in fondo ai passi, facendo nascere le mappe e gli elenchi che servono."""
    passo, *altri = passi
    noti = tuple(forma.model_fields) if forma else ()
    if passo not in noti:
        raise InvalidRequestError(f"--campo «{scritto}»: il campo «{passo}» non esiste", suggest(passo, noti))
    dentro = find_forma(forma, (passo,))
    if passo in dove and not altri:
        raise InvalidRequestError(f"il campo «{scritto.partition('=')[0]}» è scritto due volte", "tenerne uno solo")
    if not altri:
        if dentro is not None:
            come = f"per esempio --campo {passo}.{next(iter(dentro.model_fields))}=VALORE"
            raise InvalidRequestError(f"--campo «{scritto}»: «{passo}» ha dei campi suoi", come)
        dove[passo] = [v.strip() for v in valore.split(",")] if is_elenco_di_parole(forma, passo) else valore
        return
    if not is_elenco_di_mappe(forma, passo):
        _put(dove.setdefault(passo, {}), altri, valore, dentro, scritto)
        return
    elenco = dove.setdefault(passo, [])
    posti = {str(posto): posto for posto in range(1, len(elenco) + 2)}
    if altri[0] not in posti or len(altri) == 1:
        raise InvalidRequestError(
            f"--campo «{scritto}»: «{passo}» è un elenco, e il posto dev'essere il prossimo",
            f"contare da 1: --campo {passo}.{len(elenco) + 1}.NOME=VALORE",
        )
    if (posto := posti[altri[0]]) > len(elenco):
        elenco.append({})
    _put(elenco[posto - 1], altri[1:], valore, dentro, scritto)


def _sort(voce: dict[str, Any], forma: Forma) -> dict[str, Any]:
    """I campi nell'ordine in cui il modello li descrive."""
    ordine = list(forma.model_fields) if forma else []
    return dict(sorted(voce.items(), key=lambda coppia: ordine.index(coppia[0])))
