"""Una probabilità come la direbbe una persona: `circa 1 su 5`, `quasi certamente`; mai `17,43 %`."""

from __future__ import annotations

from math import floor, log10

_FRAZIONI = (
    *((1, 100), (1, 50), (1, 20), (1, 10), (1, 7), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2)),
    *((3, 5), (2, 3), (3, 4), (4, 5), (6, 7), (9, 10), (19, 20), (49, 50), (99, 100)),
)
_PERSA = 1e-6
"""La probabilità che un conto può perdere: più vicino di così a 0 o a 1, è «mai» o «sempre»."""
_RARO = 0.005
_FRASI = (
    (1 - _PERSA, "{resta} {che}"),
    (0.895, "{resta} quasi certamente {che} ({volte})"),
    (0.6, "{resta} probabilmente {che} ({volte})"),
    (0.05, "{puo} restare {che} ({volte})"),
    (_PERSA, "quasi certamente non {resta} {che} ({altrimenti})"),
    (0.0, "non {resta} {che}"),
)
"""Da quale probabilità in su, e come si dice."""
_COME_VOCALE = (1, 8, 11, *range(80, 90))
_CIFRE = 2
"""Le cifre che contano in un numero atteso."""


def say_probabilita(p: float) -> str:
    """Quante volte accade, in una tabella.

    Esempio:
        >>> say_probabilita(0.1743)
        'circa 1 su 5'
        >>> say_probabilita(0.999)
        'più di 99 su 100'
    """
    return say_volte(p).replace(" volte", "").replace(" volta", "")


def say_volte(p: float) -> str:
    """Quante volte accade, in una frase.

    Esempio:
        >>> say_volte(0.88)
        'circa 9 volte su 10'
    """
    if p < _PERSA:
        return "mai"
    if p > 1 - _PERSA:
        return "sempre"
    if p < _RARO:
        return "meno di 1 volta su 100"
    if p > 1 - _RARO:
        return "più di 99 volte su 100"
    volte, su = min(_FRAZIONI, key=lambda f: abs(f[0] / f[1] - p))
    return f"circa {volte} {'volta' if volte == 1 else 'volte'} su {su}"


def say_resta(p: float, participio: str, *, molti: bool = False) -> str:
    """Ciò che può accadere, con la sua probabilità: `resterà quasi certamente scoperto (circa 9 volte su 10)`."""
    resta, puo = ("resteranno", "possono") if molti else ("resterà", "può")
    frase = next(frase for soglia, frase in _FRASI if p >= soglia)
    parole = {"resta": resta, "puo": puo, "che": participio, "volte": say_volte(p), "altrimenti": say_volte(1 - p)}
    return frase.format(**parole)


def say_al(percento: int) -> str:
    """Un percento dopo «al»: `all'80 %`, `al 90 %`."""
    al = "all'" if percento in _COME_VOCALE else "al "
    return f"{al}{percento} %"


def round_atteso(numero: float) -> int:
    """Un numero atteso con due cifre che contano: di più non se ne sa.

    Esempio:
        >>> round_atteso(937227.4)
        940000
        >>> round_atteso(6.7)
        7
    """
    if numero < 10**_CIFRE:
        return round(numero)
    passo = 10 ** (floor(log10(numero)) + 1 - _CIFRE)
    return int(round(numero / passo) * passo)
