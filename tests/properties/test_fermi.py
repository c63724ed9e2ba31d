"""Sospensioni, chiusure annuali, decorrenze e operatori contro la forza bruta: semplici insiemi di giorni, lettura per lettura."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.portafogli import OGGI, build_contratto, build_portafoglio
from tests.properties.strategie import (
    QUARTIERI,
    SERVITI,
    TUTTO,
    contratti_fermi,
    date_incerte,
    days,
    giorni,
    periodi,
    portafogli_fermi,
)

from ldq_planner.dates.incerta import ULTIMO_GIORNO, between, exactly
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import Coperture, compute_coperture
from ldq_planner.engine.costi import compute_costo
from ldq_planner.engine.presidio import find_presidi
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import Causa, CoperturaQuartiere, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto, Sospensione
    from ldq_planner.model.portafoglio import Portafoglio

VICINI = days([TUTTO])
Giorni = set[int]


def read(data: DataIncerta) -> range:
    """Ogni giorno che la data può voler dire, fra quelli vicini; di ciò che è lontano basta il primo giorno fuori."""
    fuori = max(VICINI) + 1
    return range(min(data.primo.toordinal(), fuori), min(data.ultimo.toordinal(), fuori) + 1)


def list_sospesi(sospensione: Sospensione) -> Iterator[Giorni]:
    """I giorni sospesi in ogni lettura; quelle in cui la fine precede l'inizio non contano."""
    for dal, al in product(read(sospensione.dal), read(sospensione.al or exactly(ULTIMO_GIORNO))):
        if dal <= al:
            yield set(range(dal, al + 1))


def list_chiusi(contratto: Contratto) -> Giorni:
    """I giorni vicini che un calendario appeso al muro segna chiusi."""
    chiusi: Giorni = set()
    for chiusura in contratto.chiusure:
        chiusi |= {giorno for giorno in VICINI if is_chiuso(str(chiusura), date.fromordinal(giorno))}
    return chiusi


def is_chiuso(chiusura: str, giorno: date) -> bool:
    """Vero se il calendario, che del giorno guarda solo mese e numero, lo segna chiuso."""
    dal, al = chiusura.split("..")
    oggi = f"{giorno:%m-%d}"
    return (dal <= oggi <= al) if dal <= al else (oggi >= dal or oggi <= al)


def list_vigori(contratto: Contratto, quartiere: str) -> Iterator[Giorni]:
    """I giorni in vigore nel quartiere, in ogni lettura."""
    inizio, fine = contratto.inizio, contratto.scadenza_base
    for propria in contratto.decorrenze:
        if propria.quartiere == quartiere:
            inizio, fine = propria.inizio or inizio, propria.fine or fine
    assert fine is not None
    for dal, al in product(read(inizio), read(fine)):
        if dal <= al:
            yield set(range(dal, al + 1))


def list_letture(contratto: Contratto, quartiere: str) -> list[Giorni]:
    """I giorni coperti in ogni combinazione di letture: in vigore, non sospesi, non chiusi."""
    sospese = [letture for s in contratto.sospensioni if (letture := list(list_sospesi(s)))]
    chiusi, vigori = list_chiusi(contratto), list(list_vigori(contratto, quartiere))
    stop = [set().union(*scelta) for scelta in product(*sospese)]
    return [vigore - fermo - chiusi for vigore in vigori for fermo in stop]


def find_suoi(portafoglio: Portafoglio, quartiere: str) -> list[Contratto]:
    """I contratti del quartiere che hanno almeno una lettura."""
    suoi = [c for c in portafoglio.contratti if quartiere in c.quartieri]
    return [c for c in suoi if list(list_vigori(c, quartiere))]


def days_di(copertura: CoperturaQuartiere, tipo: TipoLacuna, *cause: Causa | None) -> Giorni:
    """I giorni delle lacune di quel tipo, di quelle cause o di tutte."""
    return days(
        Periodo(x.inizio, x.fine) for x in copertura.lacune if x.tipo is tipo and (not cause or x.causa in cause)
    )


@given(portafogli_fermi())
def test_si_copre_cio_che_e_in_vigore_e_non_e_fermo(portafoglio: Portafoglio) -> None:
    """Con certezza se in ogni lettura, possibilmente se in qualcuna."""
    coperture = Coperture(portafoglio.contratti)
    for quartiere in QUARTIERI:
        letture = [list_letture(c, quartiere) for c in find_suoi(portafoglio, quartiere)]
        copertura = coperture[quartiere]
        assert days(copertura.certa) & VICINI == set().union(*(set.intersection(*x) for x in letture)) & VICINI
        assert days(copertura.possibile) & VICINI == set().union(*(set.union(*x) for x in letture)) & VICINI


@given(portafogli_fermi(), periodi())
def test_le_lacune_dicono_perche(portafoglio: Portafoglio, finestra: Periodo) -> None:
    """Senza causa dove un contratto non c'è; sospeso dove c'è e può essere sospeso; chiuso nel resto."""
    dentro = days([finestra])
    for copertura in compute_coperture(portafoglio, finestra):
        suoi = find_suoi(portafoglio, copertura.id)
        letture = [list_letture(c, copertura.id) for c in suoi]
        certi = set().union(*(set.intersection(*x) for x in letture))
        possibili = set().union(*(set.union(*x) for x in letture))
        vigori = [list(list_vigori(c, copertura.id)) for c in suoi]
        in_vigore = {
            TipoLacuna.CERTA: set().union(*(set.union(*x) for x in vigori)),
            TipoLacuna.POSSIBILE: set().union(*(set.intersection(*x) for x in vigori)),
        }
        scoperti = {TipoLacuna.CERTA: dentro - possibili, TipoLacuna.POSSIBILE: (dentro & possibili) - certi}
        sospesi = set().union(
            *(
                set.union(*vigore) & set().union(*list_sospesi(s))
                for c, vigore in zip(suoi, vigori, strict=True)
                for s in c.sospensioni
            )
        )
        for tipo, giorni_scoperti in scoperti.items():
            assert days_di(copertura, tipo) == giorni_scoperti
            assert days_di(copertura, tipo, None) == giorni_scoperti - in_vigore[tipo]
            assert days_di(copertura, tipo, Causa.SOSPENSIONE) == giorni_scoperti & in_vigore[tipo] & sospesi
        fermi = {f.causa: (f.giorni, f.forse) for f in copertura.sum_fermi()}
        for causa in Causa:
            attesi = tuple(len(days_di(copertura, tipo, causa)) for tipo in (TipoLacuna.CERTA, TipoLacuna.POSSIBILE))
            assert fermi.get(causa, (0, 0)) == attesi
        assert copertura.giorni_coperti == len(dentro) - sum(x.giorni for x in copertura.lacune)


@given(contratti_fermi())
def test_una_sospensione_non_copre_mai_un_giorno_in_piu(contratto: Contratto) -> None:
    """Né una chiusura; e chi guarda se il contratto c'è trova gli stessi giorni, come se non si fosse mai fermato."""
    fermo = Coperture([contratto])
    mai = Coperture([contratto.model_copy(update={"sospensioni": (), "chiusure": ()})])
    for quartiere in contratto.quartieri:
        assert days(fermo[quartiere].certa) <= days(mai[quartiere].certa)
        assert days(fermo[quartiere].possibile) <= days(mai[quartiere].possibile)
        assert fermo[quartiere].in_vigore == mai[quartiere].in_vigore


@given(portafogli_fermi())
def test_aggiungere_contratti_e_come_averli_sempre_avuti(portafoglio: Portafoglio) -> None:
    """Anche se qualcuno è fermo, e in qualunque ordine."""
    contratti = portafoglio.contratti
    insieme = Coperture(contratti)
    for taglio in range(len(contratti) + 1):
        poco_per_volta = Coperture(contratti[taglio:]).plus(contratti[:taglio])
        for quartiere in QUARTIERI:
            assert poco_per_volta[quartiere] == insieme[quartiere]


@given(giorni, st.integers(1, 400), st.integers(0, 300), st.integers(1, 200))
def test_chiudere_e_riaprire_lascia_gli_stessi_giorni_di_servizio(
    inizio: date, durata: int, dopo: int, quanti: int
) -> None:
    """Una sospensione che slitta di altrettanto sposta i giorni e il loro costo, non quanti sono né quanto costano."""
    campi = {"inizio": inizio.isoformat(), "durata_giorni": durata, "importo_eur": "1000.00"}
    dal = inizio + timedelta(days=min(dopo, durata - 1))
    sospensione = {"dal": dal.isoformat(), "al": (dal + timedelta(days=quanti - 1)).isoformat(), "slitta": "sì"}
    senza, con = build_contratto(**campi), build_contratto(**campi, sospensioni=[sospensione])
    prima, poi = Coperture([senza])["q"].certa, Coperture([con])["q"].certa
    assert poi.giorni == prima.giorni == durata
    assert (compute_effettiva(con).primo - compute_effettiva(senza).primo).days == quanti
    tutto = Periodo(inizio, compute_effettiva(con).primo)
    assert compute_costo(con, tutto) == compute_costo(senza, tutto)
    sospeso = Periodo(dal, dal + timedelta(days=quanti - 1))
    assert compute_costo(con, sospeso) == 0


fine_mese = st.sampled_from((1, 2, 27, 28, 29, 30, 31))


@st.composite
def annuali(draw: st.DrawFn) -> str:
    """Un periodo dell'anno qualsiasi: passa il Capodanno, comincia o finisce il 29 febbraio."""
    estremi = []
    for _ in range(2):
        mese = draw(st.sampled_from((1, 2, 3, 7, 12)))
        giorno = min(draw(st.one_of(fine_mese, st.integers(1, 31))), monthrange(2024, mese)[1])
        estremi.append(f"{mese:02}-{giorno:02}")
    return "..".join(estremi)


@given(
    st.lists(annuali(), min_size=1, max_size=3),
    st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    st.integers(1, 1200),
    st.integers(0, 1500),
    st.integers(0, 700),
)
def test_le_chiusure_tornano_ogni_anno_anche_bisestile(
    chiusure: list[str], inizio: date, durata: int, dopo: int, quanti: int
) -> None:
    """Come le segna un calendario appeso al muro, in una finestra qualsiasi, a cavallo degli anni e del 29 febbraio."""
    contratto = build_contratto(inizio=inizio.isoformat(), durata_giorni=durata, chiusure=chiusure)
    dal = date(2023, 1, 1) + timedelta(days=dopo)
    finestra = Periodo(dal, dal + timedelta(days=quanti))
    (copertura,) = compute_coperture(build_portafoglio([contratto]), finestra)
    in_vigore = {inizio + timedelta(days=n) for n in range(durata)}
    chiusi = {g for g in in_vigore if any(is_chiuso(c, g) for c in chiusure)}
    dentro = {dal + timedelta(days=n) for n in range(finestra.giorni)}
    trovate = {
        causa: {date.fromordinal(g) for g in days_di(copertura, TipoLacuna.CERTA, causa)} for causa in (None, *Causa)
    }
    assert trovate == {None: dentro - in_vigore, Causa.SOSPENSIONE: set(), Causa.CHIUSURA: dentro & chiusi}
    assert copertura.giorni_coperti == len(dentro & in_vigore - chiusi)


@st.composite
def contratti_con_operatori(draw: st.DrawFn) -> Contratto:
    """Un contratto a date certe, forse sospeso, con un'équipe e numeri che cambiano nel tempo."""
    periodo, quartieri = draw(periodi()), draw(st.sampled_from((SERVITI[:1], SERVITI)))
    numeri = st.one_of(st.just("non noto"), st.integers(0, 4))
    figure = draw(st.lists(numeri, max_size=2))
    voci = draw(
        st.lists(st.tuples(giorni, numeri, st.sampled_from((None, *quartieri))), max_size=3, unique_by=lambda v: v[0])
    )
    sospesa = draw(st.one_of(st.none(), periodi()))
    propria = draw(st.one_of(st.none(), periodi()))
    return build_contratto(
        quartieri=quartieri,
        inizio=periodo.inizio.isoformat(),
        scadenza_base=periodo.fine.isoformat(),
        equipe=[{"figura": "operatori", "numero": n} for n in figure],
        operatori=[{"dal": dal.isoformat(), "numero": n, **({"quartiere": q} if q else {})} for dal, n, q in voci],
        sospensioni=[{"dal": sospesa.inizio.isoformat(), "al": sospesa.fine.isoformat()}] if sospesa else [],
        chiusure=draw(st.lists(st.sampled_from(("12-30..01-02", "01-10..01-20")), max_size=1)),
        decorrenze=[{"quartiere": quartieri[0], "inizio": propria.inizio, "fine": propria.fine}] if propria else [],
    )


def count_operatori(contratto: Contratto, quartiere: str, giorno: int) -> int | None:
    """Quanti operatori il contratto mette nel quartiere, quel giorno: l'ultima voce già cominciata, o l'équipe."""
    sue = [
        v
        for v in contratto.operatori
        if v.quartiere in (None, quartiere) and v.dal and v.dal.primo.toordinal() <= giorno
    ]
    if sue:
        return max(sue, key=lambda v: v.dal.primo if v.dal else date.min).numero
    numeri = [f.numero for f in contratto.equipe]
    if not numeri or len(contratto.quartieri) > 1:
        return None
    return sum(n for n in numeri if n is not None) if None not in numeri else None


minimi = st.one_of(st.none(), st.integers(0, 5))


@given(st.lists(contratti_con_operatori(), max_size=3), minimi, minimi)
def test_il_presidio_e_quello_contato_giorno_per_giorno(
    scelti: list[Contratto], dell_ente: int | None, del_quartiere: int | None
) -> None:
    """E nessun giorno di presidio ridotto è scoperto, né un giorno scoperto ha operatori."""
    contratti = [c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(scelti)]
    for nome in SERVITI:
        quartiere = build_portafoglio(abitanti={nome: 1000}).quartieri[0]
        quartiere = quartiere.model_copy(update={"presidio_minimo": del_quartiere})
        minimo = dell_ente if del_quartiere is None else del_quartiere
        attesi: dict[int, int | None] = {}
        ridotti, piena = set(), None
        for giorno in sorted(VICINI):
            al_lavoro = [
                count_operatori(c, nome, giorno)
                for c in contratti
                if nome in c.quartieri and giorno in list_letture(c, nome)[0]
            ]
            if al_lavoro:
                quanti = None if None in al_lavoro else sum(n or 0 for n in al_lavoro)
                attesi[giorno] = quanti
                soglia = piena if minimo is None else minimo
                if quanti is not None and soglia is not None and quanti < soglia:
                    ridotti.add(giorno)
                if quanti is not None and len(al_lavoro) == 1:
                    piena = max(piena or 0, quanti)
        presidi = find_presidi((c for c in contratti if nome in c.quartieri), quartiere, dell_ente)
        trovati = {g: p.operatori for p in presidi for g in days([Periodo(p.inizio, p.fine)])}
        assert trovati == (attesi if any(n is not None for n in attesi.values()) else {})
        assert {g for p in presidi if p.ridotto for g in days([Periodo(p.inizio, p.fine)])} == ridotti
        assert set(trovati) <= days(Coperture(contratti)[nome].certa)
        assert all(p.abitanti_per_operatore == round(1000 / p.operatori) for p in presidi if p.operatori)


@st.composite
def contratti_con_operatori_incerti(draw: st.DrawFn) -> Contratto:
    """Un contratto con qualunque data incerta, e qualche numero di operatori da giorni incerti, anche gli stessi."""
    lungo = build_contratto(quartieri=SERVITI, inizio=TUTTO.inizio.isoformat(), scadenza_base=TUTTO.fine.isoformat())
    contratto = draw(st.one_of(st.just(lungo), contratti_fermi()))
    vicine = st.integers(0, 6).flatmap(
        lambda n: st.integers(0, 4).map(lambda m: between(OGGI + timedelta(days=n), OGGI + timedelta(days=n + m)))
    )
    date_ = st.one_of(vicine, date_incerte())
    voci = draw(st.lists(st.tuples(date_, st.integers(0, 3)), min_size=1, max_size=3))
    operatori = [{"dal": dal, "numero": n} for dal, n in voci]
    return build_contratto(**{**contratto.model_dump(exclude_none=True, exclude={"id"}), "operatori": operatori})


def test_due_numeri_dello_stesso_giorno() -> None:
    """Vale quello del quartiere; due che si smentiscono non ne dicono nessuno."""
    quartiere = build_portafoglio(abitanti={"nord": 1000}).quartieri[0]
    for voci, atteso in (
        ([{"numero": 3}, {"numero": 2, "quartiere": "nord"}], 2),
        ([{"numero": 2, "quartiere": "nord"}, {"numero": 3}], 2),
        ([{"numero": 3}, {"numero": 2}, {"dal": "2023-01-17", "numero": 4}], 4),
        ([{"numero": 3}, {"numero": 2}], None),
    ):
        contratto = build_contratto(quartieri=["nord"], inizio="2023-01-01", scadenza_base="2023-01-31", operatori=voci)
        presidi = find_presidi([contratto], quartiere, None)
        assert (presidi[-1].operatori if presidi else None) == atteso


def list_numeri(contratto: Contratto, giorno: int) -> set[int | None]:
    """Quanti operatori il contratto ha quel giorno, in ogni lettura dei giorni in cui cambiano."""
    numeri: set[int | None] = set()
    for dal in product(*(read(voce.dal) for voce in contratto.operatori if voce.dal)):
        cominciate = [(g, v.numero) for g, v in zip(dal, contratto.operatori, strict=True) if g <= giorno]
        ultime = {n for g, n in cominciate if g == max(g for g, _ in cominciate)}
        numeri |= ultime or {None}
    return numeri


@given(st.lists(contratti_con_operatori_incerti(), min_size=1, max_size=2))
def test_degli_operatori_si_dice_solo_cio_che_e_vero_in_ogni_lettura(scelti: list[Contratto]) -> None:
    """Chi forse copre, o forse ha già cambiato numero, lascia il numero non noto."""
    contratti = [c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(scelti)]
    for nome in SERVITI:
        suoi = [c for c in contratti if nome in c.quartieri]
        presidi = find_presidi(suoi, build_portafoglio(abitanti={nome: 1000}).quartieri[0], None)
        vivi = {c.id: list_letture(c, nome) for c in suoi if list(list_vigori(c, nome))}
        for giorno, operatori in (
            (g, p.operatori) for p in presidi for g in days([Periodo(p.inizio, p.fine)]) & VICINI
        ):
            letture = [{giorno in lettura for lettura in vivi[c.id]} for c in suoi if c.id in vivi]
            assert {True} in letture
            if operatori is not None:
                coprono = [c for c in suoi if c.id in vivi and any(giorno in lettura for lettura in vivi[c.id])]
                assert all(giorno in lettura for c in coprono for lettura in vivi[c.id])
                totali = {sum(n or 0 for n in numeri) for numeri in product(*(list_numeri(c, giorno) for c in coprono))}
                assert totali == {operatori}
                assert all(None not in list_numeri(c, giorno) for c in coprono)
