"""Una parte di un elenco: ogni condizione toglie ciò che deve, insieme valgono come una alla volta, e il conto torna."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from tests.portafogli import GIORNO, OGGI, build_contratto, build_portafoglio
from tests.supporto import render_testo

from ldq_planner.cli.filtri import Filtri
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import UnknownIdError
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.stato import Stato, StatoContratto
from ldq_planner.reports.contratti import RispostaContratti, build_contratti
from ldq_planner.reports.filtro import Filtro
from ldq_planner.reports.status import RispostaStatus, build_status

if TYPE_CHECKING:
    from ldq_planner.model.stato import StatoQuartiere

QUANTI = 60
UFFICI = ("Area Casa", "Direzione Città", None)
ENTI = ("Comune di Forlì", "COMUNE DI FORLI'", None)
"""Il primo scritto in due modi; chi non lo dice è dell'ente del file."""


def build_citta() -> Portafoglio:
    """Sessanta quartieri, tre municipi e qualcuno che non si sa: ognuno finisce, o è finito, in un giorno suo."""
    nomi = {f"q{i}": f"Rione Èst {i}" for i in range(QUANTI)}
    quartieri = [
        Quartiere(id=id_, nome=nome, municipio=(i % 4) or None, ente=ENTI[i % 7 % 3])
        for i, (id_, nome) in enumerate(nomi.items())
    ]
    contratti = [
        build_contratto(
            f"c{i}",
            quartieri=[f"q{i}"],
            scadenza_base=f"{OGGI + timedelta(days=9 * (i - 20))}",
            **({"responsabile": ufficio} if (ufficio := UFFICI[i % 3]) else {}),
        )
        for i in range(QUANTI)
    ]
    anagrafe = FileQuartieri(aggiornato_al=GIORNO, ente="Ente", servizio="Servizio", quartieri=tuple(quartieri))
    vuoto = build_portafoglio()
    return Portafoglio(anagrafe, FileContratti(aggiornato_al=GIORNO, contratti=tuple(contratti)), vuoto.ipotesi)


CITTA = Quadro(build_citta(), OGGI)


def is_atteso(s: StatoQuartiere, filtri: Filtri) -> bool:
    """Le stesse condizioni, una alla volta e a parole semplici."""
    fine = s.coperto_fino_al or date.min
    return (
        (not filtri.municipio or str(s.municipio) in filtri.municipio)
        and (not filtri.ente or (int(s.id[1:]) % 7 % 3 == 2) is (filtri.ente == ["ente"]))
        and (not filtri.solo or s.stato in filtri.solo)
        and (filtri.entro is None or fine <= OGGI + timedelta(days=filtri.entro))
        and (not filtri.responsabile or not {*filtri.responsabile}.isdisjoint(s.responsabili))
    )


def test_le_condizioni_valgono_insieme_e_il_conto_torna() -> None:
    """Ogni combinazione, contro il predicato scritto a mano; ciò che resta fuori è contato."""
    scelte = product(
        *((None, ["1"], ["1", "3"]), (None, ["comune-di-forli"], ["ente"]), (None, ["scoperto"]), (None, 0, 90)),
        *((None, ["Area Casa"]), (None, 2)),
    )
    for municipio, ente, solo, entro, responsabile, primi in scelte:
        filtri = Filtri(municipio=municipio, ente=ente, solo=solo, entro=entro, responsabile=responsabile, primi=primi)
        dati = build_status(CITTA, filtri.resolve(CITTA.portafoglio, Stato)).dati
        assert isinstance(dati, RispostaStatus)
        attesi = [s.id for s in CITTA.stati if is_atteso(s, filtri)]
        assert [s.id for s in dati.quartieri] == attesi[:primi]
        assert dati.totali.quartieri_scoperti == sum(s.stato is Stato.SCOPERTO for s in CITTA.stati if s.id in attesi)
        fuori = QUANTI - len(attesi)
        assert any(f"altri {fuori} quartieri qui non ci sono" in a for a in dati.avvisi) is (fuori > 1), filtri


def test_di_un_contratto_scaduto_non_finisce_piu_nulla() -> None:
    """`--entro` dà chi finisce, dal primo; con `--solo scaduto` non resta nessuno."""
    filtro = Filtri(entro=30).resolve(CITTA.portafoglio, StatoContratto)
    dati = build_contratti(CITTA, None, filtro).dati
    assert isinstance(dati, RispostaContratti)
    assert [c.giorni_alla_scadenza for c in dati.contratti] == [0, 9, 18, 27]
    vuoto = build_contratti(CITTA, None, filtro._replace(stati=("scaduto",))).dati
    assert isinstance(vuoto, RispostaContratti)
    assert vuoto.contratti == ()


@pytest.mark.parametrize(
    ("filtri", "trovati"),
    [
        (Filtri(quartiere=["RIONE EST 7"]), ["q7"]),
        (Filtri(quartiere=["q7", "rione-èst-7"]), ["q7"]),
        (Filtri(municipio=["Municipio 02"], quartiere=["q2", "q3"]), ["q2"]),
        (Filtri(municipio=["Non Noto"], primi=1, solo=["SCOPERTO"]), ["q0"]),
        (Filtri(responsabile=["direzione citta"], quartiere=["q1"]), ["q1"]),
    ],
)
def test_un_valore_si_scrive_come_si_parla(filtri: Filtri, trovati: list[str]) -> None:
    """Per nome o per id; maiuscole, accenti e trattini non contano."""
    dati = build_status(CITTA, filtri.resolve(CITTA.portafoglio, Stato)).dati
    assert isinstance(dati, RispostaStatus)
    assert [s.id for s in dati.quartieri] == trovati


@pytest.mark.parametrize(
    ("filtri", "messaggio", "rimedio"),
    [
        (Filtri(municipio=["9"]), "«9» non è un municipio dei dati", "nei dati ci sono: 1, 2, 3, non noto"),
        (
            Filtri(ente=["Comune di Forl"]),
            "«Comune di Forl» non è un ente dei dati",
            "forse intendevi «Comune di Forlì»?",
        ),
        (Filtri(solo=["scopero"]), "«scopero» non è uno stato", "forse intendevi «scoperto»?"),
        (Filtri(responsabile=["Area Cas"]), "«Area Cas» non è un responsabile", "forse intendevi «Area Casa»?"),
        (Filtri(quartiere=["Rione Ovst 7"]), "«Rione Ovst 7» non è un quartiere", "forse intendevi «q7»?"),
    ],
)
def test_un_valore_che_non_c_e_si_dice(filtri: Filtri, messaggio: str, rimedio: str) -> None:
    """Con quello che gli somiglia, o con quelli fra cui scegliere."""
    with pytest.raises(UnknownIdError) as errore:
        filtri.resolve(CITTA.portafoglio, Stato)
    assert (errore.value.messaggio, errore.value.rimedio) == (messaggio, rimedio)


def test_un_elenco_lungo_su_uno_schermo_comincia_dai_conti() -> None:
    """Le somme sono quelle del JSON; le altre righe con `--tutti`, e in un CSV ci sono sempre."""
    breve, intero = build_status(CITTA), build_status(CITTA, Filtro(tutti=True))
    testo = render_testo(breve, "table", 100)
    assert f"15 righe su {QUANTI}" in testo
    assert testo.index("Per municipio") < testo.index("Per ente") < testo.index("Coperto")
    assert render_testo(intero, "table", 100).count("Rione") > QUANTI
    assert render_testo(breve, "csv") == render_testo(intero, "csv")
