"""Il piano con il rischio: gli stessi numeri di `ldq rischio`, e i giorni attesi contati uno per uno."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto

from ldq_planner.engine.programma.catena_degli_uffici import DelPiano
from ldq_planner.engine.programma.esito import PianoDelleGare, compute_limite
from ldq_planner.engine.programma.incertezza import Incertezza
from ldq_planner.engine.programma.ingordo import plan_ingordo
from ldq_planner.engine.programma.lavoro import AgendaDegliUffici
from ldq_planner.engine.programma.mosse import Mossa, Officina
from ldq_planner.engine.programma.ottimo import plan_ottimo
from ldq_planner.engine.programma.piano import replan_ingordo
from ldq_planner.engine.programma.problema import ProblemaDelPiano
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import RHO, get_nuclei
from ldq_planner.engine.rischio.masse import Masse, Nucleo, point
from ldq_planner.loading.cartella import load, with_risorse

if TYPE_CHECKING:
    from ldq_planner.model.rischio import DistribuzioneGiorni

OGGI = date(2023, 1, 17)


@cache
def make_quadro(risorse: str = "") -> Quadro:
    """I dati del programma, da soli o con gli uffici di una prova."""
    caricato = load(Path("data"))
    caricato = with_risorse(caricato, Path(risorse)) if risorse else caricato
    return Quadro(caricato.portafoglio, OGGI, get_diritto())


def move(quadro: Quadro, gara: str) -> Mossa:
    """Quella gara cominciata oggi."""
    officina = Officina(quadro, Incertezza(quadro))
    return next(officina.list_mosse(next(g for g in officina.list_gare() if g.id == gara), [OGGI]))


@cache
def distribute(gara: str) -> DistribuzioneGiorni:
    """L'avvio che dice `ldq rischio`."""
    quadro = make_quadro()
    return build_conto(Ipotetica(quadro.forecast().gare[gara].agenda, OGGI, {}), RHO, {}).distribute()


def test_senza_uffici_sono_i_numeri_di_ldq_rischio() -> None:
    """Ogni giorno da oggi, uno per uno, con la probabilità che il servizio non sia cominciato."""
    quadro = make_quadro()
    for gara, fine in (("gara-quattro-quartieri", date.max), ("lorenteggio-adp", date(2025, 12, 31))):
        avvio, presto = distribute(gara), quadro.portafoglio.scenari_by_id[gara].inizio.primo
        for conseguenza in move(quadro, gara).conseguenze:
            for attesa in conseguenza.attese:
                certo = quadro.coperture[attesa.quartiere].in_vigore.certo
                giorno, giorni, restano = OGGI, 0.0, sum(avvio.pesi)
                while giorno <= min(avvio.al, fine):
                    posto = (giorno - avvio.dal).days
                    restano -= avvio.pesi[posto] if posto >= 0 else 0.0
                    giorni += (restano if giorno >= presto else 1.0) * (giorno not in certo)
                    giorno += timedelta(days=1)
                assert attesa.attesi is not None
                assert attesa.attesi.giorni == pytest.approx(giorni, abs=1e-4)
                assert attesa.abitanti_giorni == round(attesa.attesi.giorni * (attesa.abitanti or 0))
                assert attesa.attesi.in_tempo == pytest.approx(avvio.compute_entro(conseguenza.obiettivo))


def test_un_lavoro_salta_i_giorni_chiusi_e_attende_la_seduta() -> None:
    """Giorno per giorno; e avanti e indietro danno la stessa probabilità."""
    quadro = make_quadro("esempi/quattro-quartieri/risorse.yaml")
    gara = next(g for g in Officina(quadro).list_gare() if g.id == "san-siro-pinqua")
    assert gara.agenda is not None
    catena = DelPiano(gara.agenda, OGGI, {}).build()
    calendario = gara.agenda.calendario
    progetto = next(f for f in catena.preparazione if f.id == "progettazione")
    giunta = next(f for f in catena.preparazione if f.id == "indirizzo")
    for inizio in range(OGGI.toordinal(), OGGI.toordinal() + 400, 7):
        for durata in (0, 20, 190):
            fine, restano = date.fromordinal(inizio), durata
            while restano or fine.month == 8 or is_natale(fine) or not calendario.is_lavorativo(fine):
                fine += timedelta(days=1)
                restano -= bool(restano) and fine.month != 8 and not is_natale(fine)
            assert progetto.advance(Nucleo(point(durata)), point(inizio)) == point(fine.toordinal())
        seduta = date.fromordinal(inizio)
        while (
            seduta.weekday() != 4
            or (seduta.month == 8 and 7 <= seduta.day <= 20)
            or is_natale(seduta)
            or not calendario.is_lavorativo(seduta)
        ):
            seduta += timedelta(days=1)
        assert giunta.advance(Nucleo(point(0)), point(inizio)) == point(seduta.toordinal())
    cammino, dal = Cammino(catena, get_nuclei(0.0, 0.0)), catena.partenza.inizio
    dati = cammino.value(Masse(dal, [1.0] * 350))
    assert dati[0].read(dal) == pytest.approx(cammino.distribute().split(dal + 349)[0].totale, abs=1e-6)


def test_con_gli_uffici_la_distribuzione_e_quella_dei_sorteggi() -> None:
    """Ogni sorteggio fissa quanto dura ogni fase, e ha le date che il piano le darebbe."""
    quadro, caso = make_quadro("esempi/quattro-quartieri/risorse.yaml"), Random(3)  # noqa: S311 - non è un segreto
    gara = next(g for g in Officina(quadro).list_gare() if g.id == "san-siro-pinqua")
    assert gara.agenda is not None
    catena = DelPiano(gara.agenda, OGGI, {}).build()
    durate = {f.id: (f.almeno, legge.spread()) for f in catena.fasi if (legge := catena.find_legge(f)) is not None}
    entro, quante = dict.fromkeys((date(2023, 12, 1), date(2024, 2, 1), date(2024, 6, 1)), 0), 500
    for _ in range(quante):
        estratte = {
            id_: max(almeno, m.dal + caso.choices(range(len(m.pesi)), m.pesi)[0]) for id_, (almeno, m) in durate.items()
        }
        ipotesi = gara.agenda.ipotesi._replace(fissate=estratte)
        eventi = AgendaDegliUffici(gara.agenda.diritto, ipotesi, gara.lavoro).run_da(OGGI)
        entro = {g: n + ([*eventi.values()][-1].fine <= g) for g, n in entro.items()}
    avvio = Cammino(catena, get_nuclei(0.0, 0.0)).distribute()
    for giorno, volte in entro.items():
        assert avvio.split(giorno.toordinal())[0].totale == pytest.approx(volte / quante, abs=0.05)


def test_il_piano_subito_e_il_migliore_contano_gli_stessi_attesi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Il limite non passa mai il vero, e la risposta dice di ogni gara ciò che il piano ha contato."""
    monkeypatch.setattr("ldq_planner.engine.programma.problema.SETTIMANE", 24)
    monkeypatch.setattr("ldq_planner.engine.programma.incertezza._ORIZZONTE", 300)
    quadro = make_quadro("esempi/quattro-quartieri/una-gara.yaml")
    problema = ProblemaDelPiano(quadro, Officina(quadro, Incertezza(quadro)))
    subito = plan_ingordo(problema)
    migliore = plan_ottimo(problema, None, subito)
    assert max(migliore.limite, compute_limite(problema)) <= migliore.scelta.valore[1] <= subito.valore[1]
    piano = PianoDelleGare(problema, migliore.scelta, migliore.limite, "ottimo", replan_ingordo)
    sicurezze = {mossa.giorno: piano.assess(mossa) for mossa in migliore.scelta.mosse}
    assert sum(s.abitanti_giorni_attesi for s in sicurezze.values() if s) == migliore.scelta.valore[1]
    prima = sicurezze[OGGI]
    assert prima is not None
    assert prima.in_tempo is not None
    assert prima.in_tempo < distribute("gara-quattro-quartieri").compute_entro(prima.obiettivo)


def is_natale(giorno: date) -> bool:
    """Dalla vigilia di Natale all'Epifania: gli uffici sono chiusi."""
    return (giorno.month, giorno.day) >= (12, 24) or (giorno.month, giorno.day) <= (1, 6)
