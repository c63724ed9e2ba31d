"""Le differenze fra due portafogli: ogni passaggio di stato, chi entra e chi esce, le segnalazioni dall'impronta."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.portafogli import OGGI, build_contratto, build_opzione, build_periodo, build_portafoglio, build_scenario

from ldq_planner.engine.differenze import Fotografia, compare
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.copertura import Causa
from ldq_planner.model.differenze import StatoGiorno, Verso
from ldq_planner.reports.diff import describe

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.differenze import Differenze
    from ldq_planner.model.portafoglio import Portafoglio

ANNO = build_periodo("2023-01-01", "2023-12-31")
CERTA, POSSIBILE, COPERTO, ASSENTE = (
    StatoGiorno.CERTA,
    StatoGiorno.POSSIBILE,
    StatoGiorno.COPERTO,
    StatoGiorno.ASSENTE,
)
DIRITTO = Diritto(load_norme(None))
INDICATIVA = "2023-06-30~"


def photograph(portafoglio: Portafoglio, *findings: Finding) -> Fotografia:
    """Uno stato senza gare."""
    return Fotografia(Quadro(portafoglio, OGGI, DIRITTO), findings)


def differ(prima: Portafoglio, dopo: Portafoglio) -> Differenze:
    """Le differenze nell'anno della prova."""
    return compare(photograph(prima), photograph(dopo), ANNO)


def fino_a(scadenza: str, /, **campi: object) -> Contratto:
    """Il contratto del quartiere `q`, con quella scadenza."""
    return build_contratto(scadenza_base=scadenza, **campi)


def find(*codici: str, severita: Severita = Severita.AVVISO, messaggio: str = "m") -> tuple[Finding, ...]:
    """Una segnalazione per codice, tutte sulla stessa entità."""
    return tuple(Finding(c, severita, messaggio, "rimedio", Ref("contratti", "primo")) for c in codici)


def compare_findings(prima: tuple[Finding, ...], dopo: tuple[Finding, ...]) -> Differenze:
    """Le differenze fra due elenchi di segnalazioni sugli stessi dati."""
    portafoglio = build_portafoglio()
    return compare(photograph(portafoglio, *prima), photograph(portafoglio, *dopo), ANNO)


# ——— lacune


def test_gli_stessi_dati_non_danno_differenze() -> None:
    """Anche se una lacuna c'è: non è questa modifica ad aprirla."""
    portafoglio = build_portafoglio([fino_a("2023-06-30")])
    assert differ(portafoglio, portafoglio).is_vuota


@pytest.mark.parametrize(
    ("fermo", "causa", "detto"),
    [
        ({"sospensioni": [{"dal": "2023-03-01", "al": "2023-03-31"}]}, Causa.SOSPENSIONE, "31 giorni di sospensione a"),
        ({"chiusure": ["03-01..03-31"]}, Causa.CHIUSURA, "31 giorni di chiusura annuale a"),
    ],
)
def test_i_giorni_fermi_non_sono_una_lacuna_di_contratto(fermo: dict[str, object], causa: Causa, detto: str) -> None:
    """Chi sospende apre una sospensione, chi la toglie la chiude; e il contratto che finisce prima la porta a lacuna."""
    attivo, finito = build_portafoglio([fino_a("2023-12-31")]), build_portafoglio([fino_a("2023-02-28")])
    sospeso = build_portafoglio([fino_a("2023-12-31", **fermo)])
    (q,) = differ(attivo, sospeso).quartieri
    (tratto,) = q.tratti
    assert (tratto.prima, tratto.dopo, tratto.giorni) == (COPERTO, CERTA, 31)
    assert (tratto.causa_prima, tratto.causa_dopo) == (None, causa)
    assert f"apre {detto} Q, 31.000 abitanti-giorni" in describe(differ(attivo, sospeso))
    assert f"chiude {detto} Q, 31.000 abitanti-giorni" in describe(differ(sospeso, attivo))
    che_cosa = "sospensione" if causa is Causa.SOSPENSIONE else "chiusura annuale"
    assert f"porta 31 giorni da {che_cosa} a lacuna a Q" in describe(differ(sospeso, finito))


def test_un_quartiere_che_comincia_dopo_ha_una_data_spostata() -> None:
    """Anche se il contratto, negli altri, è lo stesso."""
    prima = fino_a("2023-12-31")
    dopo = fino_a("2023-12-31", decorrenze=[{"quartiere": "q", "inizio": "2023-02-01"}])
    (spostata,) = differ(build_portafoglio([prima]), build_portafoglio([dopo])).scadenze
    assert (spostata.quale, spostata.dopo.primo.isoformat()) == ("inizio in q", "2023-02-01")


def operatori(*numeri: int) -> list[dict[str, object]]:
    """Uno per trimestre."""
    return [{"dal": f"2023-{mese:02}-01", "numero": n} for mese, n in zip((1, 4, 7, 10), numeri, strict=False)]


def test_meno_operatori_sono_una_differenza_e_non_una_lacuna() -> None:
    """Detta a parte, con quanti erano e quanti sono; e chi ne aggiunge lo legge."""
    tanti, pochi = (build_portafoglio([fino_a("2023-12-31", operatori=operatori(*n))]) for n in ((12,), (12, 1)))
    differenze = differ(tanti, pochi)
    assert differenze.quartieri == ()
    (mutato,) = differenze.presidi
    assert (mutato.operatori_prima, mutato.operatori_dopo, mutato.giorni) == (12, 1, 275)
    assert (mutato.ridotto_prima, mutato.ridotto_dopo) == (False, True)
    assert "riduce il presidio per 275 giorni a Q" in describe(differenze)
    assert "rafforza il presidio per 275 giorni a Q" in describe(differ(pochi, tanti))
    breve = build_portafoglio([fino_a("2023-06-30", operatori=operatori(12, 1))])
    assert "copre con presidio ridotto 184 giorni a Q" in describe(differ(breve, pochi))


def test_chi_apre_con_l_equipe_piena_non_cambia_gli_operatori() -> None:
    """La lacuna chiusa dice già tutto."""
    breve, lungo = (build_portafoglio([fino_a(f, operatori=operatori(12))]) for f in ("2023-06-30", "2023-12-31"))
    assert differ(breve, lungo).presidi == ()


def test_una_scadenza_anticipata_apre_una_lacuna() -> None:
    """Dal giorno dopo la fine nuova a quello della fine vecchia, compresi."""
    (q,) = differ(build_portafoglio([fino_a("2023-12-31")]), build_portafoglio([fino_a("2023-11-30")])).quartieri
    (tratto,) = q.tratti
    assert (tratto.prima, tratto.dopo) == (COPERTO, CERTA)
    assert (tratto.inizio, tratto.fine) == build_estremi("2023-12-01", "2023-12-31")
    assert (tratto.giorni, tratto.abitanti_giorni) == (31, 31_000)
    assert (q.giorni_scoperti_prima, q.giorni_scoperti_dopo) == (0, 31)
    assert (q.abitanti_giorni_scoperti_prima, q.abitanti_giorni_scoperti_dopo) == (0, 31_000)


def build_estremi(inizio: str, fine: str) -> tuple[object, object]:
    """I due giorni."""
    periodo = build_periodo(inizio, fine)
    return periodo.inizio, periodo.fine


@pytest.mark.parametrize(
    ("prima", "dopo", "attesi"),
    [
        ("2023-06-30", "2023-12-31", {(CERTA, COPERTO)}),
        ("2023-12-31", INDICATIVA, {(COPERTO, POSSIBILE), (COPERTO, CERTA)}),
        (INDICATIVA, "2023-12-31", {(POSSIBILE, COPERTO), (CERTA, COPERTO)}),
        (INDICATIVA, "2023-03-30", {(POSSIBILE, CERTA)}),
        ("2023-03-30", INDICATIVA, {(CERTA, POSSIBILE)}),
    ],
)
def test_ogni_passaggio_di_stato_si_vede(prima: str, dopo: str, attesi: set[object]) -> None:
    """Una lacuna che da possibile diventa certa non è la stessa cosa di una che si apre."""
    (q,) = differ(build_portafoglio([fino_a(prima)]), build_portafoglio([fino_a(dopo)])).quartieri
    assert {(t.prima, t.dopo) for t in q.tratti} == attesi


def test_un_quartiere_nuovo_non_apre_lacune_ne_un_quartiere_tolto_le_chiude() -> None:
    """Togliere dai dati chi è scoperto non è coprirlo."""
    uno, due = build_portafoglio(abitanti={"q": 1000}), build_portafoglio(abitanti={"q": 1000, "z": 10})
    (entrato,) = differ(uno, due).quartieri
    (uscito,) = differ(due, uno).quartieri
    assert [(t.prima, t.dopo, t.giorni) for t in entrato.tratti] == [(ASSENTE, CERTA, 365)]
    assert [(t.prima, t.dopo, t.abitanti_giorni) for t in uscito.tratti] == [(CERTA, ASSENTE, 3650)]
    assert (entrato.giorni_scoperti_prima, uscito.giorni_scoperti_dopo) == (None, None)


def test_cambiano_solo_gli_abitanti() -> None:
    """Nessun giorno cambia, ma la lacuna riguarda più persone."""
    (q,) = differ(build_portafoglio(), build_portafoglio(abitanti={"q": 2000})).quartieri
    assert (q.tratti, q.abitanti_giorni_scoperti_prima, q.abitanti_giorni_scoperti_dopo) == ((), 365_000, 730_000)


def test_senza_abitanti_noti_restano_i_giorni() -> None:
    """Non noto non è zero."""
    noti = {"q": None}
    prima, dopo = (build_portafoglio([fino_a(f)], abitanti=noti) for f in ("2023-12-31", "2023-11-30"))
    (q,) = differ(prima, dopo).quartieri
    assert (q.tratti[0].abitanti_giorni, q.abitanti_giorni_scoperti_dopo) == (None, None)


GIORNI = st.dates(min_value=ANNO.inizio, max_value=ANNO.fine).map(str)


@given(GIORNI, GIORNI)
def test_i_tratti_danno_conto_di_tutta_la_differenza(prima: str, dopo: str) -> None:
    """Ciò che era scoperto, più ciò che si apre, meno ciò che si chiude, è ciò che è scoperto."""
    for q in differ(build_portafoglio([fino_a(prima)]), build_portafoglio([fino_a(dopo)])).quartieri:
        aperti = sum(t.giorni for t in q.tratti if t.dopo is CERTA)
        chiusi = sum(t.giorni for t in q.tratti if t.prima is CERTA)
        assert q.giorni_scoperti_prima is not None
        assert q.giorni_scoperti_prima + aperti - chiusi == q.giorni_scoperti_dopo


# ——— chi entra, chi esce, che cosa si sposta


def test_chi_entra_e_chi_esce() -> None:
    """Con il nome, che per un contratto è il titolo; ciò che è tolto viene in coda."""
    prima = build_portafoglio([build_contratto("vecchio")], [build_scenario("gara")])
    dopo = build_portafoglio([build_contratto("nuovo", titolo="Nuovo")], [build_scenario("altra")])
    assert [(p.elenco, p.id, p.nome, p.verso) for p in differ(prima, dopo).presenze] == [
        ("contratti", "nuovo", "Nuovo", Verso.AGGIUNTO),
        ("contratti", "vecchio", "Prova", Verso.TOLTO),
        ("scenari", "altra", "Gara altra", Verso.AGGIUNTO),
        ("scenari", "gara", "Gara gara", Verso.TOLTO),
    ]


def test_un_opzione_esercitata_sposta_la_sola_effettiva() -> None:
    """La base resta, e la massima comprendeva già l'opzione."""
    lati = [
        build_portafoglio([fino_a("2022-12-31", opzioni=[build_opzione(stato, durata_mesi=6)])])
        for stato in ("aperta", "esercitata")
    ]
    (spostata,) = differ(*lati).scadenze
    assert (spostata.contratto, spostata.quale, spostata.giorni) == ("primo", "effettiva", 181)
    assert (spostata.prima.testo, spostata.dopo.testo) == ("2022-12-31", "2023-06-30")


@pytest.mark.parametrize(("dopo", "giorni"), [("2023-07-10~", 10), ("2023", None), ("non noto", None)])
def test_di_quanto_si_sposta_si_dice_solo_fra_due_giorni(dopo: str, giorni: int | None) -> None:
    """Fra un giorno e un anno la differenza sarebbe inventata."""
    spostate = differ(build_portafoglio([fino_a("2023-06-30")]), build_portafoglio([fino_a(dopo)])).scadenze
    assert {d.giorni for d in spostate} == {giorni}


def test_le_date_limite_seguono_l_inizio_della_gara() -> None:
    """Un inizio rimandato rimanda anche il bando; uno scenario nuovo non sposta nulla."""
    contratti = [fino_a("2025-12-31")]

    def forecast(*scenari: str) -> Fotografia:
        gare = [build_scenario(id_, inizio=inizio, durata_mesi=12) for id_, inizio in (s.split() for s in scenari)]
        portafoglio = build_portafoglio(contratti, gare)
        return Fotografia(Quadro(portafoglio, OGGI, DIRITTO), ())

    limiti = compare(forecast("gara 2026-01-01"), forecast("gara 2026-02-02", "altra 2026-01-01"), ANNO).limiti
    assert {x.scenario for x in limiti} == {"gara"}
    assert [x.quale for x in limiti] == ["progetto", "giunta", "decisione", "bando", "inizio-servizio"]
    assert all(x.giorni is not None and x.giorni > 0 for x in limiti)
    assert limiti[-1].giorni == 32


# ——— segnalazioni


def test_le_segnalazioni_nuove_e_risolte() -> None:
    """Le altre restano quelle che erano, anche se i numeri nel messaggio sono cambiati."""
    resta, ora = find("a", messaggio="fra 10 giorni"), find("a", messaggio="fra 9 giorni")
    trovate = compare_findings((*resta, *find("b")), (*ora, *find("c")))
    assert [f.codice for f in trovate.nuove] == ["c"]
    assert [f.codice for f in trovate.risolte] == ["b"]


def test_di_due_con_la_stessa_impronta_e_nuova_quella_che_non_c_era() -> None:
    """Lo stesso contratto può avere due volte lo stesso problema."""
    vecchia, nuova = find("a", messaggio="vecchia"), find("a", messaggio="nuova")
    assert compare_findings(vecchia, (*vecchia, *nuova)).nuove == nuova
    assert compare_findings((*nuova, *vecchia), vecchia).risolte == nuova


def test_una_segnalazione_che_si_aggrava_si_vede() -> None:
    """Da avviso a critico non è né nuova né risolta: è la ragione per leggere il confronto."""
    avviso, critico = find("a"), find("a", severita=Severita.CRITICO)
    peggio, meglio = compare_findings(avviso, critico), compare_findings(critico, avviso)
    assert (peggio.aggravate, peggio.attenuate, peggio.nuove, peggio.risolte) == (critico, (), (), ())
    assert (meglio.aggravate, meglio.attenuate) == ((), avviso)
