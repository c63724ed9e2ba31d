"""Come si arriva al rischio di una gara, con i numeri dei dati: le durate, la somma, chi resta scoperto, il bando."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.probabilita import say_al, say_volte
from ldq_planner.model.testo import format_giorni
from ldq_planner.reports.frase_rischio import DETTI, say_numero
from ldq_planner.reports.passi import Passo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.cronoprogramma import PassoGara
    from ldq_planner.model.norme import Fase
    from ldq_planner.model.rischio import RischioScenario

_ORIGINI = {
    "fatto": "lo dice un fatto scritto nei dati",
    "fissato": "il giorno è già fissato",
    "richiesta": "la durata è fissata",
    "scenario": "la durata è quella scritta nello scenario",
    "ente": "la durata è quella dell'ente (ldq.toml)",
}
"""Chi dice quanto dura una fase che non è incerta."""


def explain_rischio(quadro: Quadro, rischio: RischioScenario) -> Iterator[Passo]:
    """I passi, nell'ordine in cui si conta."""
    nomi = quadro.portafoglio.nomi
    for q in rischio.quartieri:
        perche = "il primo giorno senza un contratto certo"
        yield Passo(f"Da quando serve a {nomi[q.id]}", format_giorno(q.serve_dal), perche)
    yield from _explain_fasi(quadro, rischio)
    yield from _explain_avvio(rischio)
    for q in rischio.quartieri:
        attesi = f"in media {say_numero(q.giorni_attesi)} giorni"
        perche = "quante volte la gara dà il servizio dopo che serve, con i contratti già firmati"
        yield Passo(f"{nomi[q.id]} resta scoperto", f"{say_volte(q.p_lacuna)}; {attesi}", perche)
    yield from _explain_limiti(rischio)


def _explain_fasi(quadro: Quadro, rischio: RischioScenario) -> Iterator[Passo]:
    """Quanto dura ogni fase, e da dove lo si sa."""
    prevista = quadro.forecast().gare[rischio.id]
    passi = {p.id: p for p in prevista.crono.passi}
    incerte = {f.id for f in rischio.fasi}
    for fase in prevista.agenda.fasi:
        stima = prevista.agenda.durate.find_stima(fase)
        if fase.id in incerte and stima is not None:
            yield _explain_incerta(fase, passi[fase.id], stima, is_imparata=fase.id in prevista.agenda.ipotesi.imparate)
        elif fase.id in passi and (passi[fase.id].giorni or passi[fase.id].origine in _ORIGINI):
            yield _explain_certa(passi[fase.id])


def _explain_incerta(fase: Fase, passo: PassoGara, stima: tuple[int, ...], *, is_imparata: bool) -> Passo:
    minimo, solito, massimo = stima
    da_dove = "imparata da gare già fatte (durate.yaml)" if is_imparata else "stima"
    legge = f"; la legge non ne lascia meno ({passo.riferimento})" if fase.minimi and passo.riferimento else ""
    perche = (
        f"{da_dove}: la metà delle volte al più {format_giorni(solito)}, circa 1 volta su 20 più di {massimo}{legge}"
    )
    return Passo(fase.nome, f"di solito {format_giorni(solito)}, da {minimo} a {massimo}", perche)


def _explain_certa(passo: PassoGara) -> Passo:
    if passo.origine in ("fatto", "fissato"):
        return Passo(passo.nome, format_giorno(passo.fine), _ORIGINI[passo.origine])
    perche = _ORIGINI.get(passo.origine) or f"termine di legge{f' ({passo.riferimento})' if passo.riferimento else ''}"
    return Passo(passo.nome, passo.durata, perche)


def _explain_avvio(rischio: RischioScenario) -> Iterator[Passo]:
    if rischio.rho:
        rho = f"ρ {rischio.rho:g}".replace(".", ",")
        yield Passo(
            "Le fasi insieme", rho, "le fasi di uno stesso ufficio tardano insieme: chi è lento in una lo è nelle altre"
        )
    if rischio.eventi:
        detti = [f"{DETTI[e.evento]}: {say_volte(e.probabilita)}" for e in rischio.effetti]
        yield Passo("Ciò che può accadere", "; ".join(detti), "lo si è chiesto, o è scritto nello scenario (rischi)")
    giorni = "; ".join(f"{q.percento} % entro il {format_giorno(q.giorno)}" for q in rischio.avvio)
    perche = (
        "le durate si sommano giorno per giorno, tutte; un termine che cade in un festivo passa al primo lavorativo"
    )
    yield Passo("La gara dà il servizio", giorni, perche)
    if rischio.rho:
        soli = "; ".join(f"{q.percento} % entro il {format_giorno(q.giorno)}" for q in rischio.avvio_indipendente)
        yield Passo("Se ogni fase tardasse per conto suo", soli, "la stessa somma con ρ 0")


def _explain_limiti(rischio: RischioScenario) -> Iterator[Passo]:
    entro = format_giorno(rischio.obiettivo)
    for limite in rischio.limiti:
        giorni = [(che, g) for che, g in (("bando", limite.bando), ("preparazione", limite.preparazione)) if g]
        detti = ", ".join(f"{che} entro il {format_giorno(giorno)}" for che, giorno in giorni)
        perche = (
            f"l'ultimo giorno lavorativo da cui il servizio comincia entro il {entro} {limite.percento} volte su 100"
        )
        yield Passo(f"Per essere sicuri {say_al(limite.percento)}", detti or "nessun giorno basta", perche)
