"""Un atto cambia un contratto solo, e solo in ciò che dice: riletto, è quello che il motore aveva calcolato."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.conversione import convert
from ldq_planner.loading.documento import build_documento
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.modifica.atti import close_contratto, extend_contratto
from ldq_planner.modifica.decisioni import Atto, Decisione
from ldq_planner.modifica.righe import apply_cambiamenti
from ldq_planner.modifica.testo.scrittura import compose_file

OGGI = date(2023, 1, 17)
DIRITTO = Diritto(load_norme(None))

giorni = st.dates(date(2022, 6, 1), date(2024, 12, 31))
opzioni = st.fixed_dictionaries(
    {
        "tipo": st.sampled_from(("rinnovo", "proroga")),
        "stato": st.sampled_from(("aperta", "esercitata", "non-esercitata")),
        "durata_mesi": st.integers(1, 12),
        "fonte": st.just("prova"),
    },
    optional={"importo_eur": st.decimals(0, 1000, places=2), "nota": st.just("una nota: vecchia")},
)
contratti = st.fixed_dictionaries(
    {
        "quartieri": st.just(["nord"]),
        "tipo": st.sampled_from(("appalto-di-servizi", "incarico-professionale", "gruppo-interno")),
        "titolo": st.just("Prova # uno"),
        "inizio": st.just("2022-01-01"),
        "scadenza_base": giorni,
        "opzioni": st.lists(opzioni, max_size=3),
        "fonte": st.just("prova"),
    },
    optional={"nota": st.just("già detta"), "durata_mesi": st.integers(6, 24)},
)


@st.composite
def registri(draw: st.DrawFn) -> str:
    """Un file di contratti; qualcuno dichiara la scadenza effettiva che il motore calcola."""
    voci = [{"id": f"c-{n}", **voce} for n, voce in enumerate(draw(st.lists(contratti, min_size=1, max_size=3)))]
    for voce in voci:
        if draw(st.booleans()):
            voce["scadenza_effettiva"] = str(compute_effettiva(Contratto.model_validate(voce)))
    return compose_file({"aggiornato_al": OGGI, "contratti": voci}, schema="s")


def read(testo: str) -> tuple[Contratto, ...]:
    """I contratti di un testo, che si deve leggere."""
    letto, problemi = convert(build_documento(testo, "contratti.yaml"), FileContratti)
    assert problemi == ()
    return letto.contratti


def check(testo: str, posto: int, atto: Atto) -> None:
    """Riletto: gli altri sono quelli di prima, il suo finisce quando l'atto ha detto."""
    nuovo = apply_cambiamenti(testo, "contratti.yaml", ("contratti", posto), atto.cambiamenti, OGGI)
    prima, dopo = read(testo), read(nuovo)
    assert prima[:posto] + prima[posto + 1 :] == dopo[:posto] + dopo[posto + 1 :]
    toccati = {str(c.percorso[0]) for c in atto.cambiamenti}
    for campo in set(Contratto.model_fields) - toccati:
        assert getattr(prima[posto], campo) == getattr(dopo[posto], campo)
    assert compute_effettiva(dopo[posto]) == atto.fine


@given(registri(), st.data())
def test_un_rinnovo_o_una_proroga(testo: str, dati: st.DataObject) -> None:
    """Con ogni decisione che non si rifiuta; la fine nuova viene sempre dopo quella di prima."""
    posto = dati.draw(st.integers(0, len(read(testo)) - 1))
    contratto = read(testo)[posto]
    campi: dict[str, Any] = {"forza": True, "motivo": "prova: «sì»"}
    campi |= dati.draw(st.fixed_dictionaries({}, optional={"fino_al": giorni, "importo_eur": st.integers(0, 10)}))
    campi |= dati.draw(st.fixed_dictionaries({}, optional={"mesi": st.integers(1, 18), "posto": st.integers(1, 3)}))
    tipo = dati.draw(st.sampled_from(("rinnovo", "proroga")))
    try:
        atto = extend_contratto(contratto, Decisione(tipo, OGGI, **campi), DIRITTO)
    except InvalidRequestError:
        return
    assert atto.fine is not None
    assert atto.fine.ultimo > compute_effettiva(contratto).primo
    check(testo, posto, atto)


@given(registri(), st.data(), giorni)
def test_una_chiusura(testo: str, dati: st.DataObject, il: date) -> None:
    """Finisce quel giorno, che è prima di quanto fosse previsto."""
    posto = dati.draw(st.integers(0, len(read(testo)) - 1))
    contratto = read(testo)[posto]
    if il >= compute_effettiva(contratto).ultimo:
        il = compute_effettiva(contratto).ultimo - timedelta(days=1)
    check(testo, posto, close_contratto(contratto, il, OGGI, dati.draw(st.sampled_from(("", "recesso: per colpa")))))
