"""Tutte le strategie: giorni vicini fra loro, così che toccarsi, sovrapporsi e mancare di un giorno capiti spesso."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_scenario

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta, between
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.scenario import Piano

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.scenario import Scenario

PRIMO = OGGI - timedelta(days=20)
ULTIMO = OGGI + timedelta(days=20)
TUTTO = Periodo(PRIMO - timedelta(days=5), ULTIMO + timedelta(days=5))
QUARTIERI = ("nord", "sud", "mai-servito")
"""L'ultimo non ha mai contratti."""
SERVITI = QUARTIERI[:2]
TIPI = get_args(Contratto.model_fields["tipo"].annotation)
FASI = ("progettazione", "invio_bando", "ricezione_offerte", "valutazione", "stipula")

giorni = st.integers(PRIMO.toordinal(), ULTIMO.toordinal()).map(date.fromordinal)
ogni_giorno = st.dates(date(1906, 1, 1), date(2100, 12, 31))
"""Non il 1905: un foglio di calcolo ne fa degli anni, e `test_registro.py` prova che si rifiuta."""
mesi = st.integers(1, 240)
importi = st.decimals(Decimal(0), Decimal(10_000_000), places=2)


@st.composite
def periodi(draw: st.DrawFn) -> Periodo:
    """Un periodo vicino a oggi."""
    return Periodo(*sorted((draw(giorni), draw(giorni))))


elenchi = st.lists(periodi(), max_size=6)
insiemi = st.builds(InsiemeGiorni, elenchi)


@st.composite
def date_incerte(draw: st.DrawFn) -> DataIncerta:
    """Una data di non più di cinque letture: abbastanza poche da provarle tutte."""
    primo = draw(giorni)
    return between(primo, primo + timedelta(days=draw(st.integers(0, 4))))


@st.composite
def contratti(draw: st.DrawFn) -> Contratto:
    """Un contratto a date incerte; in qualche lettura, o in tutte, la fine può precedere l'inizio."""
    quartieri = draw(st.sampled_from((SERVITI[:1], SERVITI[1:], SERVITI)))
    return build_contratto(quartieri=quartieri, inizio=draw(date_incerte()), scadenza_base=draw(date_incerte()))


@st.composite
def portafogli(draw: st.DrawFn, *, massimo: int = 4) -> Portafoglio:
    """Pochi contratti in due quartieri, e un quartiere che non ne ha."""
    scelti = draw(st.lists(contratti(), max_size=massimo))
    numerati = (c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(scelti))
    return build_portafoglio(numerati, abitanti={"nord": 1000, "sud": None, "mai-servito": 7})


def _some(**campi: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Ciascun campo, o nessuno."""
    return st.fixed_dictionaries({}, optional=campi)


_CHIUSURE = ("01-05..01-20", "01-17..01-17", "12-30..01-02", "01-30..02-02")


@st.composite
def contratti_fermi(draw: st.DrawFn) -> Contratto:
    """Un contratto a date incerte con sospensioni, chiusure annuali e decorrenze sue in un quartiere."""
    contratto = draw(contratti())
    sospensioni = [
        {"dal": draw(date_incerte()), "al": draw(st.one_of(st.none(), date_incerte()))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    propria = {"quartiere": contratto.quartieri[0], **draw(_some(inizio=date_incerte(), fine=date_incerte()))}
    return build_contratto(
        quartieri=contratto.quartieri,
        inizio=contratto.inizio,
        scadenza_base=contratto.scadenza_base,
        sospensioni=sospensioni,
        chiusure=draw(st.lists(st.sampled_from(_CHIUSURE), max_size=2)),
        decorrenze=[propria] if draw(st.booleans()) else [],
    )


@st.composite
def portafogli_fermi(draw: st.DrawFn) -> Portafoglio:
    """Pochi contratti, alcuni dei quali in qualche giorno sono in vigore e fermi."""
    scelti = draw(st.lists(st.one_of(contratti(), contratti_fermi()), max_size=3))
    numerati = (c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(scelti))
    return build_portafoglio(numerati, abitanti={"nord": 1000, "sud": None, "mai-servito": 7})


@st.composite
def scenari(draw: st.DrawFn) -> Scenario:
    """Uno scenario che può cominciare in un giorno certo, incerto o non noto."""
    inizio = draw(st.one_of(date_incerte(), st.just(NON_NOTA)))
    quartieri = draw(st.sampled_from((SERVITI[:1], SERVITI)))
    return build_scenario(quartieri=quartieri, inizio=inizio, fine=draw(date_incerte()))


@st.composite
def con_scenari(draw: st.DrawFn) -> Portafoglio:
    """Un portafoglio con qualche scenario, e un piano che ne prende una parte."""
    base = draw(portafogli())
    scelti = [s.model_copy(update={"id": f"s{n}"}) for n, s in enumerate(draw(st.lists(scenari(), max_size=3)))]
    presi = tuple(s.id for s in scelti if draw(st.booleans()))
    return build_portafoglio(
        base.contratti,
        scelti,
        abitanti={q.id: q.abitanti for q in base.quartieri},
        piani=[Piano(id="piano", nome="Piano", scenari=presi)],
    )


@st.composite
def contratti_con_importi(draw: st.DrawFn) -> Contratto:
    """Un contratto di qualche mese a date certe, con importi noti, e fino a due rinnovi esercitati."""
    opzioni = [
        build_opzione(durata_mesi=draw(st.integers(1, 9)), importo_eur=draw(importi))
        for _ in range(draw(st.integers(0, 2)))
    ]
    campi: dict[str, Any] = {"durata_mesi": draw(st.integers(1, 18)), "importo_eur": draw(importi)}
    return build_contratto(inizio=draw(giorni).isoformat(), opzioni=opzioni, **campi)


# ——— portafogli con tutto ciò che si può scrivere: per i formati che devono tenerlo

testi = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), include_characters="\n\t"),
    min_size=1,
    max_size=20,
).filter(lambda t: bool(t.strip()) and t != "non noto")
"""Testo di ogni genere, anche su più righe, con virgolette, virgole e segni di formula."""
uffici = testi.filter(lambda t: not re.search(r"\S@\S", t))
"""Un ufficio o un ruolo: un testo senza indirizzi di posta."""
date_scritte = st.one_of(
    ogni_giorno.map(date.isoformat),
    ogni_giorno.map(lambda g: f"{g:%Y-%m}"),
    ogni_giorno.map(lambda g: f"{g:%Y}"),
    ogni_giorno.map(lambda g: f"{g.isoformat()}~"),
    ogni_giorno.map(lambda g: f"{g.isoformat()}..{min(g + timedelta(days=40), date(2100, 12, 31))}"),
    st.just("non noto"),
)
"""Una data come si scrive nei dati: certa, incerta, indicativa, non nota."""
uffici = testi.map(lambda testo: testo.replace("@", "a"))
"""Chi segue qualcosa: mai un indirizzo di posta."""


@st.composite
def contratti_interi(draw: st.DrawFn, id_: str) -> Contratto:
    """Un contratto con qualunque campo, scritto o no."""
    opzione = st.builds(
        lambda base, altro: {**base, **altro},
        st.fixed_dictionaries(
            {
                "tipo": st.sampled_from(("rinnovo", "proroga", "proroga-tecnica", "ripetizione")),
                "stato": st.sampled_from(("esercitata", "non-esercitata", "aperta")),
                "fonte": testi,
            }
        ),
        st.one_of(
            _some(inizio=date_scritte, durata_mesi=mesi, scadenza=date_scritte, importo_eur=importi),
            _some(preavviso_giorni=mesi).flatmap(
                lambda p: (
                    _some(preavviso_dato=ogni_giorno.map(date.isoformat)).map(lambda d: {**p, **d}) if p else st.just(p)
                )
            ),
        ),
    )
    affidatario = st.fixed_dictionaries(
        {"nome": testi, "ruolo": st.sampled_from(("capogruppo", "mandante", "singolo"))}
    )
    figura = st.fixed_dictionaries({"figura": testi, "numero": st.one_of(st.just("non noto"), st.integers(0, 99))})
    sospensione = _some(
        al=date_scritte, slitta=st.sampled_from(("sì", "no", "30", "5m")), atto=testi, nota=testi, fonte=testi
    ).flatmap(lambda altro: date_scritte.map(lambda dal: {"dal": dal, **altro}))
    propria = _some(inizio=date_scritte, fine=date_scritte, fonte=testi).flatmap(
        lambda p: st.sampled_from(SERVITI).map(lambda q: {"quartiere": q, **p})
    )
    operatori = _some(quartiere=st.sampled_from(SERVITI), dal=date_scritte, fonte=testi).flatmap(
        lambda altro: st.one_of(st.just("non noto"), st.integers(0, 99)).map(lambda n: {"numero": n, **altro})
    )
    campi = draw(
        _some(
            base_giuridica=testi,
            affidatari=st.lists(affidatario, max_size=3),
            cig=st.from_regex(r"[A-Z0-9]{10}", fullmatch=True),
            cup=testi,
            cui=testi,
            durata_mesi=mesi,
            scadenza_base=date_scritte,
            scadenza_effettiva=date_scritte,
            opzioni=st.lists(opzione, max_size=3),
            importo_eur=importi,
            iva=st.sampled_from(("inclusa", "esclusa")),
            finanziamento=testi,
            equipe=st.lists(figura, max_size=2),
            sospensioni=st.lists(sospensione, max_size=2),
            chiusure=st.lists(st.sampled_from((*_CHIUSURE, "02-29..02-29", "02-20..02-29")), max_size=2),
            decorrenze=st.lists(propria, max_size=2, unique_by=lambda d: d["quartiere"]),
            operatori=st.lists(operatori, max_size=2),
            organizzazione=st.lists(testi, max_size=2),
            preavviso=st.sampled_from(("90", "6m", "120%")),
            chiusura=testi,
            scenario=st.sampled_from(("s0", "s1")),
            responsabile=uffici,
            nota=testi,
        )
    )
    tipo = draw(st.sampled_from(TIPI))
    quartieri = draw(st.sampled_from((SERVITI[:1], SERVITI[1:], SERVITI)))
    inizio, titolo = draw(date_scritte), draw(testi)
    return build_contratto(
        id_, quartieri=quartieri, tipo=tipo, titolo=titolo, inizio=inizio, fonte=draw(testi), **campi
    )


@st.composite
def scenari_interi(draw: st.DrawFn, id_: str) -> Scenario:
    """Uno scenario con qualunque campo, scritto o no."""
    condizione = st.fixed_dictionaries(
        {
            "testo": testi,
            "tipo": st.sampled_from(("finanziamento", "atto", "programmazione", "altro")),
            "soddisfatta": st.booleans(),
            "entro": date_scritte,
            "fonte": testi,
        },
        optional={"responsabile": uffici},
    )
    detti = giorni.map(str)
    scritto = {"atto": testi, "chi": uffici, "fonte": testi}
    fatti = st.fixed_dictionaries(
        {"fase": st.sampled_from(FASI), "conclusa": detti}, optional={"iniziata": detti, "fissata_al": detti, **scritto}
    )
    esiti = st.fixed_dictionaries(
        {"esito": st.sampled_from(("deserta", "revocata", "annullata", "aggiudicata")), "il": detti}, optional=scritto
    )
    campi = draw(
        _some(
            durata_mesi=mesi,
            durata_minima=st.booleans(),
            fine=date_scritte,
            procedura=st.sampled_from(("aperta", "negoziata", "non decisa")),
            stima_costo=st.fixed_dictionaries(
                {"mensile_eur": importi, "motivo": testi}, optional={"iva": st.sampled_from(("inclusa", "esclusa"))}
            ),
            condizioni=st.lists(condizione, max_size=2),
            avanzamento=st.lists(st.one_of(fatti, esiti), max_size=3),
            durate=st.dictionaries(st.sampled_from(FASI), st.integers(1, 400), min_size=1, max_size=2),
            servizio=st.sampled_from(("sociale", "altro")),
            casi=st.lists(st.sampled_from(("urgenza", "preinformazione")), min_size=1, max_size=2, unique=True),
            cui=st.just("S01199250158202300012"),
            cup=testi,
            annualita=st.integers(2000, 2100),
            priorita=st.integers(1, 3),
            cpv=st.sampled_from(("85310000", "85310000-5")),
            nuts=st.sampled_from(("IT", "ITC4C")),
            rup=uffici,
            lotto_funzionale=st.booleans(),
            compreso_in=st.just("S01199250158202300013"),
            ricompreso=st.integers(1, 4),
            nuovo_affidamento=st.booleans(),
            capitale_privato_eur=st.decimals(1, 9_999, places=2),
            capitale_privato_tipo=st.sampled_from((1, 6, 9)),
            modifica_programma=st.integers(1, 5),
            finanziamento=st.sampled_from(("bilancio", "dl-310-1990")),
            ausa=st.just("0000226120"),
            centrale_committenza=testi,
            cig_accordo_quadro=st.sampled_from(("7E12345678", "1234567890")),
            gruppo=st.sampled_from(("nord", "sud")),
            stato=st.sampled_from(("allo-studio", "scelto", "scartato")),
            decisione=st.fixed_dictionaries({"il": giorni.map(str)}, optional={"atto": testi, "motivo": testi}),
            storia=st.lists(
                st.fixed_dictionaries(
                    {"stato": st.sampled_from(("allo-studio", "scelto", "scartato")), "il": giorni.map(str)},
                    optional={"atto": testi, "motivo": testi},
                ),
                max_size=2,
            ),
            responsabile=uffici,
            nota=testi,
        )
    )
    return build_scenario(id_, quartieri=list(SERVITI), inizio=draw(date_scritte), **{**campi, "fonte": draw(testi)})


@st.composite
def portafogli_interi(draw: st.DrawFn) -> Portafoglio:
    """Un portafoglio con ogni genere di dato."""
    base = build_portafoglio(
        [draw(contratti_interi(f"c{n}")) for n in range(draw(st.integers(0, 2)))],
        [draw(scenari_interi(f"s{n}")) for n in range(draw(st.integers(0, 2)))],
        abitanti={"nord": 1000, "sud": None, "mai-servito": 7},
        piani=[Piano(id="piano", nome=draw(testi), scenari=())] if draw(st.booleans()) else (),
    )
    minimi = draw(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=3, max_size=3))
    enti = draw(st.lists(st.one_of(st.none(), testi), min_size=3, max_size=3))
    quartieri = tuple(
        q.model_copy(update={"presidio_minimo": minimo, "ente": ente})
        for q, minimo, ente in zip(base.quartieri, minimi, enti, strict=True)
    )
    suoi = {"quartieri": quartieri, "codice_fiscale": draw(st.sampled_from((None, "01199250158")))}
    return Portafoglio(base.anagrafe.model_copy(update=suoi), base.registro, base.ipotesi)


# ——— il termine di paragone: semplici insiemi di numeri


def days(periodi_: Iterable[Periodo]) -> set[int]:
    """I giorni di quei periodi, uno per uno."""
    return {giorno for p in periodi_ for giorno in range(p.inizio.toordinal(), p.fine.toordinal() + 1)}


def find_tratti(insieme: set[int]) -> list[tuple[int, int]]:
    """Primo e ultimo giorno di ogni tratto massimale, in ordine."""
    primi = sorted(giorno for giorno in insieme if giorno - 1 not in insieme)
    ultimi = sorted(giorno for giorno in insieme if giorno + 1 not in insieme)
    return list(zip(primi, ultimi, strict=True))


def enumerate_letture(contratto: Contratto) -> Iterator[set[int]]:
    """I giorni in vigore in ogni lettura delle due date; quelle in cui la fine precede l'inizio non contano."""
    assert contratto.scadenza_base is not None
    for inizio, fine in product(_range(contratto.inizio), _range(contratto.scadenza_base)):
        if inizio <= fine:
            yield set(range(inizio, fine + 1))


def _range(data: DataIncerta) -> range:
    return range(data.primo.toordinal(), data.ultimo.toordinal() + 1)
