"""Il rischio di una gara come lo direbbe un funzionario: chi può restare scoperto, e quando il bando doveva uscire."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.norme import RICORSO
from ldq_planner.model.probabilita import round_atteso, say_al, say_probabilita, say_resta, say_volte
from ldq_planner.model.rischio import DESERTA
from ldq_planner.model.testo import format_elenco, format_numero, lower_prima
from ldq_planner.reports.avanzamento import say_ipotesi
from ldq_planner.reports.avvisi import say_quanti
from ldq_planner.reports.report import Nota, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.rischio import LimiteSicuro, Quantile, RischioPiano, RischioQuartiere, RischioScenario

DETTI = {RICORSO: "un ricorso che ferma la stipula", DESERTA: "una gara deserta da rifare"}
"""Ciò che può accadere in più, come si dice."""
CONSUETO = 80
"""La sicurezza, in percento, di cui si parla se non se ne chiede un'altra."""
_META, _POCO, _RARO = 0.5, 0.05, 0.005
_NOMINATI = 4
_OLTRE = "i fatti sono oltre ogni durata ritenuta possibile ({}): di quando il servizio comincerà le stime non dicono più nulla"


def say_rischio(quadro: Quadro, rischio: RischioScenario) -> Nota:
    """Tutto ciò che conta di una gara, in tre o quattro frasi."""
    frasi = [*_say_quartieri(quadro, rischio.quartieri), *say_limite(rischio, quadro.oggi)]
    frasi += [*_say_inizio(quadro, rischio), *say_attesi(rischio.quartieri)]
    if mai := _say_mai(rischio):
        frasi = [mai]
    return Nota(" ".join(f"{frase[0].upper()}{frase[1:]}." for frase in frasi), choose_tono(rischio))


def say_rischio_breve(quadro: Quadro, rischio: RischioScenario) -> str:
    """Una frase sola: chi può restare scoperto, ed entro quando il bando doveva uscire."""
    frasi = _say_mai(rischio) or "; ".join(
        (*_say_quartieri(quadro, rischio.quartieri), *say_limite(rischio, quadro.oggi))
    )
    return f"«{rischio.nome}»: {frasi}."


def say_rischio_in_carta(quadro: Quadro, rischio: RischioScenario) -> str:
    """Ciò che ne sta nella prima pagina di una carta: chi può restare scoperto, ed entro quando il bando doveva uscire."""
    if mai := _say_mai(rischio):
        return f"«{rischio.nome}»: {mai}."
    limite = next((x for x in rischio.limiti if x.percento == CONSUETO and x.bando), None)
    bando = ""
    if limite is not None and limite.bando is not None:
        verbo, oggi = _say_verbo(limite.bando, rischio.bando or quadro.oggi), _say_oggi(rischio, limite, quadro.oggi)
        bando = f"; per essere sicuri {say_al(CONSUETO)} di fare in tempo il bando {verbo} uscire entro il {format_giorno(limite.bando)}{oggi}"
    return f"{next(_say_quartieri(quadro, rischio.quartieri))}{bando}."


def say_in_tempo(rischio: RischioScenario, oggi: date) -> Nota:
    """`Entro il 31/12/2023 il servizio è pronto circa 1 volta su 2; per essere sicuri all'80 % …`."""
    if mai := _say_mai(rischio):
        return Nota(f"{mai[0].upper()}{mai[1:]}.", choose_tono(rischio))
    volte = say_volte(rischio.in_tempo)
    pronto = "non è mai pronto" if volte == "mai" else f"è pronto {volte}"
    frasi = (
        f"Entro il {format_giorno(rischio.obiettivo)} il servizio {pronto}",
        *say_limite(rischio, oggi, is_detto=True),
    )
    return Nota(f"{'; '.join(frasi)}.", choose_tono(rischio))


def _say_mai(rischio: RischioScenario) -> str:
    """Che cosa si dice di una gara di cui non si conta nulla: va oltre ogni durata, o non farebbe in tempo a cominciare."""
    if rischio.oltre is not None:
        return _OLTRE.format(lower_prima(rischio.oltre))
    return "il servizio non può più cominciare prima della sua fine" if is_mai(rischio) else ""


def is_mai(rischio: RischioScenario) -> bool:
    """Vero se il servizio non comincerebbe mai prima della sua fine."""
    return say_volte(rischio.p_mai) == "sempre"


def choose_tono(rischio: RischioScenario) -> Tono:
    """Come suona: un allarme se qualcuno resta scoperto più spesso che no."""
    peggio = max((q.p_lacuna for q in rischio.quartieri), default=1.0)
    return Tono.ALLARME if peggio >= _META else Tono.ATTENZIONE if peggio >= _POCO else Tono.BENE


def _say_quartieri(quadro: Quadro, quartieri: Iterable[RischioQuartiere]) -> Iterator[str]:
    """`San Siro resterà quasi certamente scoperto dal 01/07/2023 (circa 9 volte su 10)`; insieme chi è nello stesso caso."""
    gruppi: defaultdict[tuple[date, str], list[RischioQuartiere]] = defaultdict(list)
    for q in sorted(quartieri, key=lambda q: (q.serve_dal, -q.p_lacuna)):
        gruppi[q.serve_dal, say_resta(q.p_lacuna, "scoperto")].append(q)
    voci = []
    for (serve_dal, _), suoi in gruppi.items():
        chi, dal = _name(quadro, suoi), format_giorno(serve_dal)
        if serve_dal <= quadro.oggi:
            voci.append(f"{chi} {'è' if len(suoi) == 1 else 'sono'} senza laboratorio dal {dal}")
        elif len(suoi) == 1:
            voci.append(f"{chi} {say_resta(suoi[0].p_lacuna, 'scoperto')}, dal {dal}")
        else:
            voci.append(f"{chi} {say_resta(suoi[0].p_lacuna, 'scoperti', molti=True)}, dal {dal}")
    if voci:
        yield "; ".join(voci)


def _name(quadro: Quadro, quartieri: list[RischioQuartiere]) -> str:
    """I nomi; se sono tanti, quanti."""
    if len(quartieri) > _NOMINATI:
        return say_quanti(len(quartieri), "quartiere", "quartieri")
    return format_elenco([quadro.portafoglio.nomi[q.id] for q in quartieri])


def say_limite(rischio: RischioScenario, oggi: date, *, is_detto: bool = False) -> Iterator[str]:
    """`per essere sicuri all'80 % il bando doveva uscire entro il 12/10/2022`, la preparazione, e che cosa se ne può fare oggi.

    Con `is_detto` quante volte si è in tempo è già scritto.
    """
    limite = next((x for x in rischio.limiti if x.percento == CONSUETO), None)
    if limite is None:
        return
    sicuri = f"per essere sicuri {say_al(CONSUETO)} che il servizio cominci entro il {format_giorno(rischio.obiettivo)}"
    if limite.bando is None:
        yield f"{sicuri} nessun giorno di quelli di cui la legge è nota basta"
        return
    verbo = _say_verbo(limite.bando, rischio.bando or oggi)
    ora = _say_oggi(rischio, limite, oggi)
    volte = "" if is_detto or not ora else f", e si è in tempo {say_volte(rischio.in_tempo)}"
    volte = volte.replace("si è in tempo mai", "non si è mai in tempo")
    yield f"{sicuri} il bando {verbo} uscire entro il {format_giorno(limite.bando)}{_say_preparazione(limite, verbo, oggi)}{ora}{volte}"


def _say_preparazione(limite: LimiteSicuro, detto: str, oggi: date) -> str:
    if limite.preparazione is None:
        return ""
    verbo = _say_verbo(limite.preparazione, oggi)
    verbo = "" if verbo == detto else f"{verbo} "
    return f", e la preparazione {verbo}cominciare entro il {format_giorno(limite.preparazione)}"


def _say_verbo(giorno: date, primo: date) -> str:
    """`deve`, o `doveva` se il primo giorno che si può è già dopo."""
    return "deve" if giorno >= primo else "doveva"


def _say_oggi(rischio: RischioScenario, limite: LimiteSicuro, oggi: date) -> str:
    """`; cominciando oggi esce il 11/04/2023`, se è tardi; niente se si può ancora fare come si deve."""
    if limite.bando is None or rischio.bando is None:
        return ""
    is_tardi = limite.bando < rischio.bando or (limite.preparazione is not None and limite.preparazione < oggi)
    come = "di questo passo" if limite.preparazione is None else "cominciando oggi"
    return f"; {come} esce il {format_giorno(rischio.bando)}" if is_tardi else ""


def _say_inizio(quadro: Quadro, rischio: RischioScenario) -> Iterator[str]:
    """Quando la gara dà il servizio, una volta su due e più sicuri."""
    tempi = quadro.forecast().tempi.get(rischio.id)
    ipotesi = f"{say_ipotesi(tempi)}, " if tempi else ""
    giorni = format_elenco([f"{say_sicurezza(q)} entro il {format_giorno(q.giorno)}" for q in rischio.avvio[1:]])
    yield f"{ipotesi}il servizio è pronto {giorni}"
    if rischio.p_mai > _RARO:
        yield f"{say_volte(rischio.p_mai)} non comincerebbe prima della sua fine"


def say_sicurezza(quantile: Quantile) -> str:
    """`1 volta su 2`, `8 volte su 10`."""
    return say_volte(quantile.percento / 100).removeprefix("circa ").replace("4 volte su 5", "8 volte su 10")


def say_attesi(quartieri: Iterable[RischioQuartiere]) -> Iterator[str]:
    """I giorni scoperti che ci si attende, e quanto pesano."""
    suoi = [q for q in quartieri if q.giorni_attesi >= _META]
    if not suoi:
        return
    noti = [q.abitanti_giorni_attesi for q in suoi if q.abitanti_giorni_attesi is not None]
    persone = (
        f", cioè {'almeno' if len(noti) < len(suoi) else 'circa'} {say_numero(sum(noti))} abitanti-giorni"
        if noti
        else ""
    )
    insieme = ", sommando i quartieri," if len(suoi) > 1 else ""
    yield f"in media i giorni scoperti{insieme} sono circa {say_numero(sum(q.giorni_attesi for q in suoi))}{persone}"


def say_numero(atteso: float) -> str:
    """Un numero atteso, con due cifre che contano."""
    return format_numero(round_atteso(atteso))


def say_rischio_piano(piano: RischioPiano) -> str:
    """Quante volte tutte le gare di un piano danno il servizio quando serve."""
    gare = "la sua gara dà" if len(piano.scenari) == 1 else f"le sue {len(piano.scenari)} gare danno tutte"
    volte = say_volte(piano.tutti_in_tempo)
    come = (
        f"non accade mai che {gare} il servizio in tempo" if volte == "mai" else f"{gare} il servizio in tempo {volte}"
    )
    attesi = (
        f"{say_numero(piano.giorni_attesi)} giorni scoperti, {say_numero(piano.abitanti_giorni_attesi)} abitanti-giorni"
    )
    return f"Con «{piano.nome}» {come}; in media circa {attesi}."


def say_come(rischi: tuple[RischioScenario, ...], *, si_chiede: bool = False) -> Iterator[Nota]:
    """Con quali ipotesi si è contato; e, dove `si_chiede`, l'opzione per contare il resto."""
    if rischi:
        yield say_stime(rischi[0].rho, rischi[0].eventi, si_chiede=si_chiede)


def say_stime(rho: float, eventi: tuple[str, ...], *, si_chiede: bool = False) -> Nota:
    """`Sono stime, non fatti: le fasi di una gara tardano insieme (ρ 0,3); senza …`."""
    insieme = (
        f"le fasi di una gara tardano insieme (ρ {rho:g})".replace(".", ",") if rho else "ogni fase tarda per conto suo"
    )
    contati = format_elenco([DETTI[e] for e in eventi])
    altri = [e for e in DETTI if e not in eventi]
    con = f"; si conta anche {contati}" if contati else ""
    come = f" (--con {altri[0]})" if altri and si_chiede else ""
    senza = f"; senza {format_elenco([DETTI[e] for e in altri])}{come}" if altri else ""
    return Nota(f"Sono stime, non fatti: {insieme}{con}{senza}.")


def say_p(p: float) -> Voce:
    """Quanto è probabile un guaio, in una tabella."""
    return Voce(say_probabilita(p), Tono.ALLARME if p >= _META else Tono.ATTENZIONE if p >= _POCO else Tono.BENE)


def say_per_quartiere(nomi: Mapping[str, str], rischi: Iterable[tuple[str, float]]) -> str:
    """`Mazzini: sempre; Gratosoglio e Ponte Lambro: circa 1 su 2`; `rischi`: quartiere e probabilità."""
    gruppi: defaultdict[str, list[str]] = defaultdict(list)
    for id_, p in sorted(rischi, key=lambda r: -r[1]):
        gruppi[say_probabilita(p)].append(nomi[id_])
    return "; ".join(f"{format_elenco(suoi)}: {volte}" for volte, suoi in gruppi.items())
