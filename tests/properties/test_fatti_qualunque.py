"""Fatti scritti a caso: fuori ordine, doppi, futuri, di due tentativi. O un errore con il suo posto, o date che tornano."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.gare import get_diritto, write_gara

from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Finding, InvalidDataError
from ldq_planner.loading.cartella import load
from ldq_planner.model.avanzamento import read_svolgimenti, split_tentativi
from ldq_planner.reports.spiegazioni_gara import explain_crono
from ldq_planner.rules.controlli.elenco import check_quadro

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

PROCEDURE = [p.id for p in get_diritto().norme.procedure.procedure]
FUORI_CATENA = ("precondizione", "parallela")


@st.composite
def avanzamenti(draw: st.DrawFn) -> tuple[str, date, list[str]]:
    """La procedura, il giorno della domanda, i fatti come si scrivono: spesso in ordine, a volte no."""
    id_ = draw(st.sampled_from(PROCEDURE))
    procedure = get_diritto().norme.procedure
    fasi = [f.id for f in procedure.list_fasi(procedure.choose(id_)) if f.tipo != "precondizione"]
    oggi = draw(st.dates(date(2018, 6, 1), date(2026, 12, 1)))
    giorno = oggi - timedelta(days=draw(st.integers(0, 400)))
    righe: list[str] = []
    for fase in fasi if draw(st.integers(0, 3)) else draw(st.permutations(fasi)):
        giorno += timedelta(days=draw(st.integers(0, 60)))
        campi = {"iniziata": giorno - timedelta(days=5), "conclusa": giorno, "fissata_al": giorno}
        scelto = draw(st.sampled_from(("", "", "conclusa", "iniziata", "fissata_al")))
        if scelto and not (giorno > oggi and scelto != "fissata_al" and draw(st.integers(0, 5))):
            righe.append(f"{{fase: {fase}, {scelto}: {campi[scelto]}}}")
        if not draw(st.integers(0, 12)):
            righe.append(f"{{esito: {draw(st.sampled_from(('deserta', 'revocata', 'aggiudicata')))}, il: {giorno}}}")
    return id_, oggi, righe + (righe[:1] if righe and not draw(st.integers(0, 9)) else [])


@settings(
    max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # stringere costa minuti
@given(avanzamenti())
def test_o_un_errore_con_il_suo_posto_o_date_che_tornano(scritto: tuple[str, date, list[str]]) -> None:
    """Mai un guasto; ciò che è fatto ha il suo giorno, ogni fase segue quella prima, l'inizio deve ancora venire."""
    procedura, oggi, righe = scritto
    portafoglio: Portafoglio | None
    senza_posto: list[Finding] = []
    with TemporaryDirectory() as temporanea:
        write_gara(Path(temporanea), procedura, righe, oggi, ("2016-01-01", "2030-12-31"))
        try:
            portafoglio = load(temporanea).portafoglio
        except InvalidDataError as errore:
            senza_posto = [f for f in errore.findings if f.posizione is None or not f.rimedio]
            portafoglio = None
    if portafoglio is None:
        assert senza_posto == []
        return
    quadro = Quadro(portafoglio, oggi, get_diritto())
    codici = {f.codice for f in check_quadro(quadro)}
    gara = quadro.forecast().gare["gara"]
    assert all(p.risultato for p in explain_crono(gara.agenda, gara.crono))
    svolti = read_svolgimenti(split_tentativi(portafoglio.scenari_by_id["gara"].avanzamento)[-1])
    if not svolti:
        return
    passi = {p.id: p for p in gara.crono.passi}
    fini = [p.fine for p in gara.crono.passi if p.tipo not in FUORI_CATENA]
    assert fini == sorted(fini)
    accaduto = [s for s in (svolti["avvio"].conclusa,) if s and s <= oggi] if "avvio" in svolti else []
    assert accaduto or gara.crono.avvio > oggi
    for fase, svolto in svolti.items():
        if svolto.conclusa is not None and svolto.conclusa <= oggi:
            assert passi[fase].fine == svolto.conclusa
        elif svolto.conclusa is not None or (svolto.iniziata is not None and svolto.iniziata > oggi):
            assert "fatto-nel-futuro" in codici
        elif svolto.fissata is not None and fase != "invio_bando" and passi[fase].origine != "presunto":
            assert passi[fase].fine == svolto.fissata or "gara-in-ritardo" in codici or svolto.fissata <= oggi
