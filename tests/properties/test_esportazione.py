"""Ciò che si esporta si ritrova: con portafogli generati, e con lettori che non sanno di chi scrive."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.ocds import list_errori, read_contratti
from tests.properties.strategie import portafogli_interi
from tests.supporto import RADICE

from ldq_planner.engine.scadenze import compute_base, compute_effettiva
from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.ritorno.pacchetto import is_nostro, read_pacchetto
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scambio.piatto import CONTRATTI, QUARTIERI
from ldq_planner.model.scambio.righe import read_righe
from ldq_planner.model.scambio.righe_piatte import make_riga, read_riga
from ldq_planner.model.scambio.tavole import FILE, list_tavole
from ldq_planner.model.simili import fold
from ldq_planner.render.esportazione import Modi, export

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.portafoglio import Portafoglio

MODI = Modi(date(2023, 1, 17), "ocds-000000")
MILANO = export(load_portafoglio(RADICE / "data"), "ocds", MODI).file[""]


@settings(max_examples=30)
@given(portafogli_interi())
def test_dalla_forma_piatta_si_torna_ai_quartieri_e_ai_contratti(portafoglio: Portafoglio) -> None:
    """Qualunque siano: una data incerta, un elenco vuoto, un testo qualsiasi tornano com'erano."""
    for nome, voci in ((CONTRATTI, portafoglio.contratti), (QUARTIERI, portafoglio.quartieri)):
        for voce in voci:
            assert type(voce).model_validate(read_riga(nome, make_riga(nome, voce))) == voce


@given(portafogli_interi())
@settings(max_examples=60, deadline=None)
def test_dai_csv_si_torna_agli_stessi_dati(portafoglio: Portafoglio) -> None:
    """Ogni file, ogni campo, anche di più righe o con segni di formula."""
    scritto = export(portafoglio, "csv", MODI).file
    righe = {
        t.nome: list(csv.DictReader(StringIO(scritto[f"{t.nome}.csv"].decode(), newline=""))) for t in list_tavole()
    }
    letti = read_righe(righe)
    assert FILE["quartieri"].model_validate(letti["quartieri"]) == portafoglio.anagrafe
    assert FILE["contratti"].model_validate(letti["contratti"]) == portafoglio.registro
    if portafoglio.scenari or portafoglio.ipotesi.piani:
        assert FILE["scenari"].model_validate(letti["scenari"]) == portafoglio.ipotesi


@given(portafogli_interi())
@settings(max_examples=60, deadline=None)
def test_dalle_righe_si_torna_agli_stessi_contratti(portafoglio: Portafoglio) -> None:
    """Una riga per contratto, qualunque testo ci sia dentro."""
    _, *righe = export(portafoglio, "jsonl", MODI).file[""].decode().split("\n")[:-1]
    assert tuple(Contratto.model_validate_json(riga) for riga in righe) == portafoglio.contratti


@given(portafogli_interi())
@settings(max_examples=60, deadline=None)
def test_ocds_e_valido_e_tiene_tutto_cio_che_dice_di_tenere(portafoglio: Portafoglio) -> None:
    """Gli schemi ufficiali non trovano nulla; un lettore indipendente ritrova i contratti, e di incerto nulla è diventato certo."""
    assume(portafoglio.contratti or portafoglio.ipotesi.scenari)
    pacchetto = json.loads(export(portafoglio, "ocds", MODI).file[""])
    assert list_errori(pacchetto) == []
    for letto, contratto in zip(read_contratti(pacchetto), portafoglio.contratti, strict=True):
        assert letto.id == contratto.id
        assert (letto.titolo, letto.tipo, letto.quartieri) == (contratto.titolo, contratto.tipo, contratto.quartieri)
        assert letto.affidatari == tuple((a.nome, a.ruolo) for a in contratto.affidatari)
        assert (letto.cig, letto.cup, letto.cui) == (contratto.cig, contratto.cup, contratto.cui)
        assert (letto.finanziamento, letto.base_giuridica) == (contratto.finanziamento, contratto.base_giuridica)
        effettiva = compute_effettiva(contratto)
        attese = (contratto.inizio, compute_base(contratto), effettiva)
        assert (letto.inizio, letto.base, letto.effettiva) == tuple(map(_say, attese))
        assert letto.importo == contratto.importo_eur
        esercitate = [o for o in contratto.opzioni if o.stato == "esercitata"]
        assert [tipo for tipo, _ in letto.esercitate] == [o.tipo for o in esercitate]


def _say(data: DataIncerta) -> str | None:
    """Il giorno, se è uno solo."""
    return data.primo.isoformat() if data.is_nota and data.is_certa else None


@given(portafogli_interi())
@settings(max_examples=100, deadline=None)
def test_dal_pacchetto_ocds_si_torna_agli_stessi_contratti_e_scenari(portafoglio: Portafoglio) -> None:
    """Ogni campo, anche quelli che OCDS non conosce: stanno nelle descrizioni, e di lì tornano."""
    assume(portafoglio.contratti or portafoglio.ipotesi.scenari)
    scritto = export(portafoglio, "ocds", MODI)
    pacchetto = json.loads(scritto.file[""])
    assert is_nostro(pacchetto)
    letti = read_pacchetto(Path("pacchetto.json"), pacchetto)
    anagrafe = letti["quartieri"]
    assert isinstance(anagrafe, FileQuartieri)
    if not any(che_cosa.startswith("l'ente dei quartieri") for che_cosa in scritto.perdite):
        assert all(fold(q.ente or anagrafe.ente) == fold(portafoglio.enti[q.id]) for q in anagrafe.quartieri)
    assert letti["contratti"] == portafoglio.registro
    if portafoglio.ipotesi.scenari:
        assert letti["scenari"] == portafoglio.ipotesi.model_copy(update={"piani": ()})


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_un_pacchetto_guastato_in_un_punto_qualunque_non_e_mai_un_guasto_del_programma(dati: st.DataObject) -> None:
    """O non è più nostro, o si legge ancora, o si dice che cosa non torna."""
    pacchetto = json.loads(MILANO)
    voce, passo = dati.draw(st.sampled_from(list(_list_punti(pacchetto))))
    if dati.draw(st.booleans()):
        del voce[passo]
    else:
        voce[passo] = dati.draw(st.sampled_from((None, "x", 3, float("inf"), [], {})))
    if is_nostro(pacchetto):
        with suppress(InvalidDataError):
            read_pacchetto(Path("pacchetto.json"), pacchetto)


def _list_punti(valore: Any) -> Iterator[tuple[Any, Any]]:
    """Ogni posto del documento: chi lo contiene, e la chiave o l'indice."""
    chiavi: list[Any] = list(valore) if isinstance(valore, dict) else []
    for passo in chiavi or (range(len(valore)) if isinstance(valore, list) else ()):
        yield valore, passo
        yield from _list_punti(valore[passo])
