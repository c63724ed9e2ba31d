"""`ldq rischio`: con quale probabilità qualcuno resta scoperto, e quando il bando deve uscire per esserne sicuri."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.rischio import RHO, assess_quadro, assess_scenario
from ldq_planner.model.probabilita import round_atteso, say_probabilita, say_volte
from ldq_planner.model.rischio import PERCENTI, SICUREZZE, RischioQuadro
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.reports.avvisi import announce_dati, list_testi
from ldq_planner.reports.esiti import evaluate_tutti
from ldq_planner.reports.fasi_brevi import shorten_fase
from ldq_planner.reports.figura_rischio import draw_mesi, draw_ventaglio
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.frase_rischio import (
    CONSUETO,
    DETTI,
    choose_tono,
    is_mai,
    say_come,
    say_numero,
    say_p,
    say_per_quartiere,
    say_rischio,
    say_rischio_breve,
    say_rischio_piano,
)
from ldq_planner.reports.passi import build_passi
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Circa, Nota, Report, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.spiegazioni_rischio import explain_rischio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.rischio import (
        DistribuzioneGiorni,
        EffettoPonte,
        RischioFase,
        RischioPiano,
        RischioQuartiere,
        RischioScenario,
    )

_META, _POCO = 0.5, 0.05
_DETTI = 3
"""Di quanti scenari si dice la frase; gli altri sono nella tabella."""
_FASI, _MESI = 5, 6
"""Quante fasi si mostrano, e almeno quanti mesi di ponte: poi fino al primo che basta quasi sempre."""


class RigaRischio(NamedTuple):
    """Un quartiere con il suo scenario, per un foglio di calcolo. Unità: probabilità fra zero e uno, giorni attesi."""

    scenario: str
    quartiere: str
    serve_dal: date
    inizio_10: date | None
    inizio_50: date | None
    inizio_80: date | None
    inizio_90: date | None
    p_lacuna: float
    p_oltre_trenta: float
    giorni_attesi: float
    abitanti_giorni_attesi: float | None


class RispostaRischio(NamedTuple):
    """`ldq/rischio/1`."""

    rho: float
    eventi: tuple[str, ...]
    scenari: tuple[RischioScenario, ...]
    piani: tuple[RischioPiano, ...]
    avvisi: tuple[str, ...]


class RischioChiesto(NamedTuple):
    """Di quale gara, piano o quartiere si vuole sapere, con quali ipotesi, e con un ponte di quanti mesi.

    Di un quartiere `id` è la sua gara, se è una sola. `eventi`: quelli da contare oltre a quelli scritti, con la loro probabilità fra zero e uno.
    """

    id: str | None = None
    rho: float = RHO
    eventi: Mapping[str, float] = {}
    ponte: int | None = None
    quartiere: str | None = None

    def is_una(self, quadro: Quadro) -> bool:
        """Vero se si chiede di una gara sola."""
        return self.id in quadro.portafoglio.scenari_by_id

    def assess_una(self, quadro: Quadro) -> RischioScenario:
        """Il rischio della gara chiesta."""
        scenario = quadro.portafoglio.scenari_by_id[self.id or ""]
        return self._narrow(assess_scenario(quadro, scenario, rho=self.rho, eventi=self.eventi))

    def _narrow(self, rischio: RischioScenario) -> RischioScenario:
        """Il rischio del solo quartiere chiesto, se se ne è chiesto uno; le fasi sono di tutta la gara, e non si dicono."""
        suoi = tuple(q for q in rischio.quartieri if self.quartiere in (None, q.id))
        return rischio if suoi == rischio.quartieri else rischio._replace(quartieri=suoi, fasi=())

    def assess(self, quadro: Quadro) -> RischioQuadro:
        """Il rischio della gara chiesta, del piano con le sue gare, o di tutto."""
        if self.is_una(quadro):
            return RischioQuadro((self.assess_una(quadro),), ())
        tutto = assess_quadro(quadro, rho=self.rho, eventi=self.eventi)
        if self.quartiere is not None:
            return RischioQuadro(tuple(r for r in map(self._narrow, tutto.scenari) if r.quartieri), ())
        piano = next((p for p in tutto.piani if p.id == self.id), None)
        if piano is None:
            return tutto
        return RischioQuadro(tuple(r for r in tutto.scenari if r.id in piano.scenari), (piano,))


def build_rischio(quadro: Quadro, chiesto: RischioChiesto) -> Report:
    """Il rischio delle gare dei dati, o di una sola, o di un piano."""
    rischi, piani = chiesto.assess(quadro)
    is_una = chiesto.is_una(quadro)
    blocchi = _build_scheda(quadro, rischi[0], chiesto.ponte) if is_una else _build_elenco(quadro, rischi, piani)
    chi = quadro.portafoglio.nomi.get(chiesto.quartiere or "")
    detta = (Nota(f"{chi}: «{rischi[0].nome}»."),) if chi and is_una else ()
    quale = chiesto.quartiere or chiesto.id
    avvisi = announce_dati(quadro, f"rischio {quale}" if quale else "rischio")
    report = Report(
        schema="ldq/rischio/1",
        titolo="Rischio",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *detta, *blocchi),
        dati=RispostaRischio(
            chiesto.rho,
            tuple(sorted(chiesto.eventi)),
            rischi if is_una else tuple(r._replace(distribuzione=None) for r in rischi),
            piani,
            list_testi(avvisi),
        ),
        elenco=tuple(_list_righe(rischi)),
    )
    return add_legge(report, quadro)


def build_spiegato(quadro: Quadro, chiesto: RischioChiesto) -> Report:
    """Come si arriva al rischio di una gara, passo per passo."""
    rischio = chiesto.assess_una(quadro)
    titolo = f"Come si arriva al rischio di {quadro.portafoglio.quote(rischio.id)}"
    report = build_passi(rischio.id, titolo, explain_rischio(quadro, rischio), quadro.oggi)
    blocchi = (say_rischio(quadro, rischio), *report.blocchi, *say_come((rischio,)))
    report = report._replace(dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al, blocchi=blocchi)
    return add_legge(report, quadro)


def _list_righe(rischi: tuple[RischioScenario, ...]) -> Iterator[RigaRischio]:
    for rischio in rischi:
        for q in rischio.quartieri:
            giorni = {x.percento: x.giorno for x in q.inizio}
            yield RigaRischio(
                rischio.id,
                q.id,
                q.serve_dal,
                giorni.get(10),
                giorni.get(50),
                giorni.get(80),
                giorni.get(90),
                q.p_lacuna,
                q.p_oltre_trenta,
                q.giorni_attesi,
                q.abitanti_giorni_attesi,
            )


# ——— l'elenco


def _build_elenco(
    quadro: Quadro, rischi: tuple[RischioScenario, ...], piani: tuple[RischioPiano, ...]
) -> Iterator[Blocco]:
    gravi = sorted(rischi, key=lambda r: -sum(q.abitanti_giorni_attesi or 0 for q in r.quartieri))
    yield from (Nota(say_rischio_breve(quadro, r), choose_tono(r)) for r in gravi[:_DETTI])
    yield from (Nota(say_rischio_piano(p), Tono.ATTENZIONE) for p in piani)
    colonne = (
        *("Scenario", "Servizio, al 50 %", "80 %", "90 %", "In tempo", "Resta scoperto"),
        *(f"Bando, per l'{CONSUETO} %", "Abitanti-giorni attesi", "Id"),
    )
    yield Tabella("", colonne, tuple(_build_riga(quadro, r) for r in rischi), vuota="Nei dati non c'è nessuna gara.")
    yield from say_come(rischi, si_chiede=True)
    if rischi:
        yield Suggerimento(f"Una gara per intero: ldq rischio {gravi[0].id}")


def _build_riga(quadro: Quadro, rischio: RischioScenario) -> tuple[Cella, ...]:
    giorni = {q.percento: q.giorno for q in rischio.avvio}
    limite = next((x.bando for x in rischio.limiti if x.percento == CONSUETO), None)
    return (
        rischio.nome,
        *(TRATTINO if is_mai(rischio) else giorni.get(percento) or TRATTINO for percento in PERCENTI[1:]),
        Voce(say_probabilita(rischio.in_tempo), choose_tono(rischio)),
        say_per_quartiere(quadro.portafoglio.nomi, [(q.id, q.p_lacuna) for q in rischio.quartieri]),
        TRATTINO if limite is None else limite,
        _sum_attesi(rischio.quartieri),
        rischio.id,
    )


def _sum_attesi(quartieri: tuple[RischioQuartiere, ...]) -> Cella:
    noti = [q.abitanti_giorni_attesi for q in quartieri if q.abitanti_giorni_attesi is not None]
    return Circa(round_atteso(sum(noti))) if noti else None


# ——— una gara


def _build_scheda(quadro: Quadro, rischio: RischioScenario, ponte: int | None) -> Iterator[Blocco]:
    esito = next(e for e in evaluate_tutti(quadro, ()) if e.id == rischio.id)
    yield say_rischio(quadro, rischio)
    yield from _say_ponte(quadro, rischio, ponte)
    if rischio.distribuzione is not None and not is_mai(rischio):
        yield draw_ventaglio(quadro, esito, rischio)
        yield _build_sicurezze(rischio)
        yield draw_mesi(rischio.distribuzione)
        yield _build_quartieri(quadro, rischio)
        yield from _build_ponti(quadro, rischio, ponte)
        yield from _build_fasi(rischio)
        yield from _build_effetti(rischio)
        yield _say_probabile(rischio, rischio.distribuzione)
        yield _say_indipendenti(rischio)
    yield from say_come((rischio,), si_chiede=True)
    yield Suggerimento(f"Come si arriva a questi giorni: ldq rischio {rischio.id} --spiega")


def _build_sicurezze(rischio: RischioScenario) -> Tabella:
    """Per ogni sicurezza, quando comincia il servizio e quando devono partire il bando e la preparazione."""
    assert rischio.distribuzione is not None  # noqa: S101 - lo chiede chi ce l'ha
    limiti = {x.percento: x for x in rischio.limiti}
    righe = []
    for percento in sorted({*PERCENTI, *SICUREZZE}):
        limite = limiti.get(percento)
        bando, preparazione = (limite.bando, limite.preparazione) if limite else (TRATTINO, TRATTINO)
        servizio = rischio.distribuzione.find_quantile(percento)
        righe.append((f"{percento} %", servizio, bando or TRATTINO, preparazione or TRATTINO))
    per = f"Per il {format_giorno(rischio.obiettivo)}"
    colonne = ("Sicuri al", "Servizio entro il", f"{per}, bando entro il", "e preparazione dal")
    return Tabella("", colonne if limiti else colonne[:2], tuple(r if limiti else r[:2] for r in righe))


def _build_quartieri(quadro: Quadro, rischio: RischioScenario) -> Tabella:
    colonne = ("Quartiere", "Serve dal", "Resta scoperto", "Oltre 30 giorni", "Giorni attesi", "Abitanti-giorni attesi")
    righe = tuple(
        (
            quadro.portafoglio.nomi[q.id],
            q.serve_dal,
            say_p(q.p_lacuna),
            say_p(q.p_oltre_trenta),
            Circa(round_atteso(q.giorni_attesi)),
            None if q.abitanti_giorni_attesi is None else Circa(round_atteso(q.abitanti_giorni_attesi)),
        )
        for q in rischio.quartieri
    )
    return Tabella("", colonne, righe)


def _say_ponte(quadro: Quadro, rischio: RischioScenario, mesi: int | None) -> Iterator[Nota]:
    """Che cosa compra il ponte chiesto, quartiere per quartiere."""
    for q in rischio.quartieri:
        for ponte in q.ponti:
            if ponte.mesi == mesi:
                quanto = f"{say_numero(q.giorni_attesi)} a {say_numero(ponte.giorni_attesi)}"
                yield Nota(
                    f"Con un ponte di {mesi} mesi, fino al {format_giorno(ponte.al)}, a {quadro.portafoglio.nomi[q.id]} il "
                    f"servizio non sarebbe ancora cominciato {say_volte(ponte.p_scoperto)}; i giorni scoperti attesi "
                    f"scendono da circa {quanto}."
                )


def _build_ponti(quadro: Quadro, rischio: RischioScenario, mesi: int | None) -> Iterator[Tabella]:
    """Ponte per ponte, che cosa resta; insieme i quartieri per cui è lo stesso."""
    gruppi: dict[tuple[tuple[int, date, str], ...], list[RischioQuartiere]] = {}
    for q in rischio.quartieri:
        voluti = [p for p in q.ponti if mesi in (None, p.mesi)]
        if voluti:
            gruppi.setdefault(tuple((p.mesi, p.al, say_probabilita(p.p_scoperto)) for p in voluti), []).append(q)
    for suoi in gruppi.values():
        nomi = format_elenco([quadro.portafoglio.nomi[q.id] for q in suoi])
        righe = tuple(
            _build_ponte(parti) for parti in zip(*(q.ponti for q in suoi), strict=True) if mesi in (None, parti[0].mesi)
        )
        righe = righe[
            : next((n for n, riga in enumerate(suoi[0].ponti, 1) if n >= _MESI and riga.p_scoperto < _POCO), None)
        ]
        colonne = ("Mesi", "Fino al", "Poi scoperto", "Giorni attesi", "Abitanti-giorni attesi")
        yield Tabella(f"Che cosa compra un ponte a {nomi}", colonne, righe)


def _build_ponte(ponti: tuple[EffettoPonte, ...]) -> tuple[Cella, ...]:
    noti = [p.abitanti_giorni_attesi for p in ponti if p.abitanti_giorni_attesi is not None]
    giorni = sum(p.giorni_attesi for p in ponti)
    primo = ponti[0]
    persone = Circa(round_atteso(sum(noti))) if noti else None
    return (primo.mesi, primo.al, say_p(primo.p_scoperto), Circa(round_atteso(giorni)), persone)


def _build_fasi(rischio: RischioScenario) -> Iterator[Tabella]:
    """Le fasi da cui il rischio dipende di più: dove una settimana in meno serve, e dove l'incertezza è grande."""
    ordinate = sorted(rischio.fasi, key=lambda f: (-round(f.guadagno, 1), -f.scarto_tolto))
    if ordinate:
        titolo = "Da quali fasi dipende: che cosa toglie una settimana in meno, e sapere quanto dura"
        colonne = ("Fase", "Giorni, in media", "Giorni scoperti", "Abitanti-giorni", "Incertezza")
        yield Tabella(titolo, colonne, tuple(map(_build_fase, ordinate[:_FASI])))


def _build_fase(fase: RischioFase) -> tuple[Cella, ...]:
    return (
        shorten_fase(fase.nome),
        round(fase.media),
        _say_meno(fase.guadagno),
        Voce(f"−{say_numero(fase.abitanti_giorni)}", Tono.SPENTO) if fase.abitanti_giorni >= 1 else TRATTINO,
        _say_meno(fase.scarto_tolto),
    )


def _say_meno(giorni: float) -> Cella:
    """`−7 giorni`; meno di mezzo giorno non conta."""
    return Voce(f"−{format_giorni(round(giorni))}", Tono.SPENTO) if giorni >= _META else TRATTINO


def _build_effetti(rischio: RischioScenario) -> Iterator[Tabella]:
    """Con ogni evento, e senza."""
    righe = []
    for e in rischio.effetti:
        con, senza = ({q.percento: q.giorno for q in x}.get(CONSUETO) for x in (e.avvio_con, e.avvio_senza))
        volte = [say_probabilita(p) for p in (e.in_tempo_senza, e.in_tempo_con)]
        righe.append((DETTI.get(e.evento, e.evento), say_probabilita(e.probabilita), *volte, senza, con))
    if righe:
        per = f"servizio entro, all'{CONSUETO} %"
        colonne = ("Se accade", "Quante volte", "In tempo senza", "In tempo con", f"Senza, {per}", f"Con, {per}")
        yield Tabella("Con e senza ciò che può accadere", colonne, tuple(righe))


def _say_indipendenti(rischio: RischioScenario) -> Nota:
    """Le stesse cifre se ogni fase tardasse per conto suo."""
    giorno = next((q.giorno for q in rischio.avvio_indipendente if q.percento == CONSUETO), None)
    entro = f"il servizio comincerebbe all'{CONSUETO} % entro il {format_giorno(giorno)}, e " if giorno else ""
    volte = say_volte(rischio.in_tempo_indipendente)
    in_tempo = "mai in tempo" if volte == "mai" else f"in tempo {volte}"
    return Nota(f"Se ogni fase tardasse per conto suo {entro}{in_tempo}.")


def _say_probabile(rischio: RischioScenario, distribuzione: DistribuzioneGiorni) -> Nota:
    """Quante volte si mantiene il giorno che gli altri comandi dicono probabile."""
    volte = say_volte(distribuzione.compute_entro(rischio.probabile))
    return Nota(f"Il giorno che si dice probabile, il {format_giorno(rischio.probabile)}, si mantiene {volte}.")
