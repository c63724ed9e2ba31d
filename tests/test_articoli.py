"""Gli articoli, un caso per volta: ogni titolo è una frase che un funzionario può confermare o contestare.

Le date sono contate a mano dagli articoli; la legge intera, giorno per giorno, è in `tests/properties/test_legge.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest
from tests.gare import ELETTRONICA, URGENTE, day, find_passo, find_procedura, get_diritto, imagine, list_codici, plan

from ldq_planner.engine.ammissione import Appalto, admit
from ldq_planner.engine.durate import PROFILI
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.scenario import Scenario

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import EsitoGara


def ask(procedura: str, invio: str, profilo: str = "minimo", netto: int | None = None, **altro: Any) -> EsitoGara:
    """La gara con l'invio in quel giorno; il valore, se lo si dice, senza IVA."""
    casi, servizio = altro.pop("casi", ELETTRONICA), altro.pop("servizio", "sociale")
    ipotesi = imagine(profilo, procedura, casi, **altro)._replace(servizio=servizio)
    return plan(ipotesi, invio=day(invio), importo=netto and Decimal(netto), iva="esclusa")


# ——— l'attesa e la stipula: D.Lgs. 50/2016, art. 32 c. 8-10; D.Lgs. 36/2023, artt. 18 c. 2-3 e 55


class Stipula(NamedTuple):
    """Una gara, i giorni di attesa prima della stipula, e quelli dall'aggiudicazione alla stipula, al più."""

    procedura: str
    invio: str
    netto: int | None
    attesa: str | None
    al_piu: int
    articolo: str
    servizio: str = "sociale"


STIPULE = {
    "aperta, nuovo codice, 500.000 euro: nessuna attesa, stipula in 30 giorni": Stipula(
        "aperta", "02/02/2026", 500_000, "0 giorni", 30, "D.Lgs. 36/2023, art. 55 c. 1"
    ),
    "ristretta, nuovo codice, 500.000 euro: lo stesso, con qualunque procedura": Stipula(
        "ristretta", "02/02/2026", 500_000, "0 giorni", 30, "D.Lgs. 36/2023, art. 55 c. 1"
    ),
    "aperta, nuovo codice, 750.000 euro: la soglia non è sotto soglia": Stipula(
        "aperta", "02/02/2026", 750_000, "32 giorni", 60, "D.Lgs. 36/2023, art. 18 c. 2"
    ),
    "aperta, nuovo codice prima del correttivo, 800.000 euro: 35 giorni": Stipula(
        "aperta", "12/02/2024", 800_000, "35 giorni", 60, "D.Lgs. 36/2023, art. 18 c. 2"
    ),
    "aperta, nuovo codice, valore non detto: si conta sopra soglia": Stipula(
        "aperta", "02/02/2026", None, "32 giorni", 60, "D.Lgs. 36/2023, art. 18 c. 2"
    ),
    "aperta, nuovo codice, 500.000 euro di un altro servizio: sopra la sua soglia": Stipula(
        "aperta", "02/02/2026", 500_000, "32 giorni", 60, "D.Lgs. 36/2023, art. 18 c. 2", "altro"
    ),
    "aperta, nuovo codice, 215.999 euro di un altro servizio nel 2026: sotto": Stipula(
        "aperta", "02/02/2026", 215_999, "0 giorni", 30, "D.Lgs. 36/2023, art. 55 c. 1", "altro"
    ),
    "negoziata, nuovo codice: nessuna attesa": Stipula(
        "negoziata", "02/02/2026", None, "0 giorni", 30, "D.Lgs. 36/2023, art. 55 c. 1"
    ),
    "affidamento diretto, nuovo codice: l'attesa non c'è, stipula in 30 giorni": Stipula(
        "affidamento-diretto", "02/02/2026", None, None, 30, "D.Lgs. 36/2023, art. 55 c. 1"
    ),
    "aperta, vecchio codice, 100.000 euro: si attende a ogni valore": Stipula(
        "aperta", "11/02/2019", 100_000, "35 giorni", 60, "D.Lgs. 50/2016, art. 32 c. 8"
    ),
    "negoziata, vecchio codice: l'art. 32 c. 10 b) esclude l'attesa": Stipula(
        "negoziata", "11/02/2019", None, "0 giorni", 60, "D.Lgs. 50/2016, art. 32 c. 8"
    ),
    "negoziata, D.L. 76/2020: si attende, per prudenza": Stipula(
        "negoziata", "14/02/2022", None, "35 giorni", 60, "D.Lgs. 50/2016, art. 32 c. 8"
    ),
}


@pytest.mark.parametrize("caso", STIPULE.values(), ids=STIPULE)
def test_l_attesa_e_la_stipula_dipendono_dal_valore_e_dalla_legge(caso: Stipula) -> None:
    """Non dalla sola procedura."""
    minimo, probabile, massimo = (
        ask(caso.procedura, caso.invio, profilo, caso.netto, servizio=caso.servizio) for profilo in PROFILI
    )
    assert [p.durata for p in minimo.fasi if p.id == "standstill"] == ([] if caso.attesa is None else [caso.attesa])
    assert find_passo(massimo, "stipula").durata == f"{caso.al_piu} giorni"
    assert [find_passo(esito, "stipula").riferimento for esito in (probabile, massimo)] == [caso.articolo] * 2


def test_un_aperta_di_500_000_euro_si_firma_33_giorni_prima() -> None:
    """L'esempio di `ldq gara --invio 2026-02-02`: comunicata il 22/07, nessuna attesa fino al 24/08."""
    sotto, sopra = (ask("aperta", "02/02/2026", "probabile", netto=n) for n in (500_000, 800_000))
    assert (sotto.comunicazioni, sotto.fine_standstill, sopra.fine_standstill) == (
        day("22/07/2026"),
        day("22/07/2026"),
        day("24/08/2026"),
    )
    assert (sotto.sotto_soglia, sopra.sotto_soglia) == (True, False)


def test_senza_un_valore_si_dice_che_cosa_cambierebbe_sotto_soglia() -> None:
    """E con il vecchio codice, dove non cambia nulla, si tace."""
    (detto,) = (a.messaggio for a in ask("aperta", "02/02/2026").avvisi if a.codice == "sopra-soglia-assunta")
    assert "€ 750.000" in detto
    assert "«Termine dilatorio», nessuna attesa (D.Lgs. 36/2023, artt. 18 c. 3 d) e 55 c. 2)" in detto
    assert "30 giorni (D.Lgs. 36/2023, art. 55 c. 1)" in detto
    assert "sopra-soglia-assunta" not in list_codici(ask("aperta", "14/02/2022"))
    assert "sopra-soglia-assunta" not in list_codici(ask("aperta", "02/02/2026", netto=800_000))


def test_l_attesa_della_negoziata_del_decreto_e_una_questione_aperta() -> None:
    """Accanto alle date che ne dipendono, e non alle altre."""
    assert "questione-aperta" in list_codici(ask("negoziata", "14/02/2022"))
    assert "questione-aperta" not in list_codici(ask("negoziata", "11/02/2019"))
    assert "questione-aperta" not in list_codici(ask("aperta", "14/02/2022"))


# ——— l'esecuzione anticipata: D.Lgs. 50/2016, art. 32 c. 8; D.L. 76/2020, art. 8 c. 1 a); D.Lgs. 36/2023, artt. 17 e 50

ANTICIPATA, RICORSO = (*ELETTRONICA, "esecuzione-anticipata"), (*ELETTRONICA, "ricorso")
ANTICIPATE = {
    "vecchio codice: solo d'urgenza": ("11/02/2019", None, "D.Lgs. 50/2016, art. 32 c. 8", "d'urgenza"),
    "decreto semplificazioni: sempre autorizzata": (
        "14/02/2022",
        None,
        "D.L. 76/2020, art. 8 c. 1 a); D.Lgs. 50/2016, art. 32 c. 8",
        "Sempre autorizzata",
    ),
    "nuovo codice: per ragioni motivate": ("12/02/2024", None, "D.Lgs. 36/2023, art. 17 c. 8-9", "ragioni motivate"),
    "nuovo codice, sotto soglia: dopo la verifica dei requisiti": (
        "02/02/2026",
        500_000,
        "D.Lgs. 36/2023, artt. 50 c. 6 e 17 c. 8-9",
        "verifica dei requisiti",
    ),
}


@pytest.mark.parametrize(("invio", "netto", "articolo", "ragione"), ANTICIPATE.values(), ids=ANTICIPATE)
def test_l_esecuzione_anticipata_comincia_dopo_l_aggiudicazione(
    invio: str, netto: int | None, articolo: str, ragione: str
) -> None:
    """Il giorno dopo, ai tempi minimi; prima della stipula, che resta dov'era, con l'articolo e le sue ragioni."""
    con, senza = (ask("aperta", invio, netto=netto, casi=casi) for casi in (ANTICIPATA, ELETTRONICA))
    assert con.aggiudicazione is not None
    assert (con.avvio - con.aggiudicazione).days == 1
    assert (con.stipula, con.fine_standstill) == (senza.stipula, senza.fine_standstill)
    assert find_passo(con, "avvio").riferimento == articolo
    (detto,) = (a.messaggio for a in con.avvisi if a.codice == "condizione-del-termine")
    assert ragione in detto


def test_con_l_esecuzione_anticipata_la_stipula_non_ha_un_ultimo_giorno() -> None:
    """All'indietro il servizio dipende dall'aggiudicazione: ciò che la segue non lo può far tardare."""
    esito = plan(imagine("probabile", casi=ANTICIPATA), servizio_dal=day("01/12/2026"))
    limiti = {p.id: p.limite for p in esito.fasi}
    assert (limiti["aggiudicazione"], limiti["avvio"]) == (day("20/11/2026"), day("01/12/2026"))
    assert (limiti["comunicazioni"], limiti["standstill"], limiti["stipula"]) == (None, None, None)


# ——— il ricorso con istanza cautelare: D.Lgs. 50/2016, art. 32 c. 11; D.Lgs. 36/2023, art. 18 c. 2 a) e 4

RICORSI = {
    "aperta, decreto semplificazioni: 35 giorni, poi 20": ("aperta", "14/02/2022", None, "20/04/2022", "10/05/2022"),
    "aperta, nuovo codice: 32 giorni, poi 20": ("aperta", "02/02/2026", None, "07/04/2026", "27/04/2026"),
    "negoziata, nuovo codice: nessuna attesa, ma il ricorso ferma": (
        "negoziata", "02/02/2026", None, "02/02/2026", "23/02/2026",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("procedura", "invio", "netto", "attesa", "fine"), RICORSI.values(), ids=RICORSI)
def test_un_ricorso_ferma_la_stipula_per_venti_giorni_almeno(
    procedura: str, invio: str, netto: int | None, attesa: str, fine: str
) -> None:
    """E fino al provvedimento cautelare; il contratto si firma il primo giorno lavorativo dopo."""
    esito = ask(procedura, invio, netto=netto, casi=RICORSO)
    sospensione = find_passo(esito, "sospensione")
    assert (esito.fine_standstill, sospensione.fine) == (day(attesa), day(fine))
    assert esito.stipula is not None
    assert esito.stipula > sospensione.fine
    articolo = "D.Lgs. 50/2016, art. 32 c. 11" if invio.endswith("2022") else "D.Lgs. 36/2023, art. 18 c. 4"
    assert (sospensione.riferimento or "").startswith(articolo)


def test_con_un_ricorso_il_termine_per_la_stipula_non_corre() -> None:
    """Art. 18 c. 2 a): i sessanta giorni fanno eccezione; il ricorso non ferma l'esecuzione anticipata."""
    esito = ask("aperta", "12/02/2024", "massimo", casi=RICORSO)
    assert find_passo(esito, "stipula").origine == "stima"
    assert "60 giorni" not in " ".join(a.messaggio for a in esito.avvisi if a.codice == "oltre-il-termine")
    con, senza = (ask("aperta", "12/02/2024", casi=c) for c in ((*ANTICIPATA, "ricorso"), ANTICIPATA))
    assert con.avvio == senza.avvio
    assert con.stipula != senza.stipula


@pytest.mark.parametrize("caso", ["esecuzione-anticipata", "ricorso"])
def test_fuori_dal_codice_non_c_e_ne_l_una_ne_l_altro(caso: str) -> None:
    """La co-progettazione non ha un'aggiudicazione, né la sospensione del codice."""
    with pytest.raises(InvalidRequestError, match="nessun termine cambia"):
        ask("co-progettazione", "02/02/2026", casi=(*ELETTRONICA, caso))


# ——— i limiti che corrono da un atto corrono dalla sua adozione: D.L. 76/2020, artt. 1 e 2


@pytest.mark.parametrize(
    ("procedura", "scade"),
    [
        pytest.param(
            "aperta", "15/09/2023", id="sei-mesi-da-una-determina-aperta-il-3-febbraio-e-adottata-il-15-marzo"
        ),
        pytest.param("ristretta", "15/09/2023", id="sei-mesi-anche-per-la-ristretta"),
        pytest.param("negoziata", "17/07/2023", id="quattro-per-la-negoziata-e-il-15-luglio-è-sabato"),
        pytest.param("affidamento-diretto", "15/05/2023", id="due-per-l-affidamento-diretto"),
    ],
)
def test_la_durata_massima_del_decreto_corre_dall_adozione(procedura: str, scade: str) -> None:
    """Non dal giorno in cui si comincia a scriverla."""
    fissate: dict[str, Any] = {} if procedura == "affidamento-diretto" else {"decisione_contrarre": 40}
    esito = ask(procedura, "15/03/2023", **fissate)
    determina = find_passo(esito, "decisione_contrarre")
    assert determina.fine == day("15/03/2023")
    assert determina.inizio == day("15/03/2023" if procedura == "affidamento-diretto" else "03/02/2023")
    assert find_passo(esito, "aggiudicazione").termine_massimo == day(scade)


# ——— le domande urgenti: D.Lgs. 50/2016, art. 61 c. 6 a); D.Lgs. 36/2023, art. 72 c. 6 a)


@pytest.mark.parametrize(
    ("invio", "scade"),
    [
        pytest.param("04/03/2024", "21/03/2024", id="nuovo-codice-15-giorni-dalla-pubblicazione-del-6-marzo"),
        pytest.param("06/03/2023", "21/03/2023", id="vecchio-codice-15-giorni-dall-invio-del-6-marzo"),
    ],
)
def test_il_termine_urgente_per_le_domande_corre_dalla_pubblicazione_con_il_nuovo_codice(
    invio: str, scade: str
) -> None:
    """Due giorni dopo l'invio, ai tempi probabili."""
    assert find_passo(ask("ristretta", invio, "probabile", casi=URGENTE), "ricezione_domande").fine == day(scade)


def test_una_durata_fissata_per_le_domande_non_scende_sotto_i_15_giorni_dalla_pubblicazione() -> None:
    """Anche se chi chiede li conta dall'invio."""
    esito = ask("ristretta", "04/03/2024", "probabile", casi=URGENTE, ricezione_domande=15)
    assert find_passo(esito, "ricezione_domande").fine == day("21/03/2024")


# ——— il sesto giorno feriale: D.Lgs. 36/2023, art. 225 c. 1; Cass. 5114/2009


@pytest.mark.parametrize(
    ("invio", "pubblicato"),
    [
        pytest.param("01/09/2023", "08/09/2023", id="da-un-venerdì-il-venerdì-dopo-perché-il-sabato-è-feriale"),
        pytest.param("22/12/2023", "02/01/2024", id="a-cavallo-di-Natale"),
        pytest.param("01/12/2023", "11/12/2023", id="se-il-sesto-è-sabato-si-pubblica-il-lunedì"),
        pytest.param("02/01/2024", "08/01/2024", id="dal-2024-cinque-giorni-dall-invio-e-il-7-è-domenica"),
    ],
)
def test_il_bando_si_pubblica_entro_il_sesto_giorno_feriale(invio: str, pubblicato: str) -> None:
    """Ai tempi massimi."""
    assert ask("aperta", invio, "massimo").pubblicazione == day(pubblicato)


# ——— i quesiti: D.Lgs. 50/2016, art. 79 c. 3; D.Lgs. 36/2023, artt. 88 c. 3 e 92 c. 2


@pytest.mark.parametrize(
    ("casi", "offerte", "quesiti"),
    [
        pytest.param(ELETTRONICA, "18/08/2023", "11/08/2023", id="sei-giorni-prima-e-il-12-è-sabato"),
        pytest.param(URGENTE, "03/08/2023", "28/07/2023", id="quattro-se-urgente-e-il-30-è-domenica"),
    ],
)
def test_ai_quesiti_si_risponde_prima_delle_offerte(casi: tuple[str, ...], offerte: str, quesiti: str) -> None:
    """All'indietro un termine si anticipa, non si rinvia."""
    esito = ask("aperta", "19/07/2023", casi=casi)
    assert (esito.scadenza_offerte, esito.quesiti_entro) == (day(offerte), day(quesiti))


def test_se_il_termine_non_e_ridotto_i_quesiti_restano_a_sei_giorni() -> None:
    """L'urgenza chiesta ma non usata (quaranta giorni) non fa una procedura accelerata."""
    con, senza = (ask("aperta", "19/07/2023", "probabile", casi=c) for c in (URGENTE, ELETTRONICA))
    assert con.quesiti_entro == senza.quesiti_entro
    assert [o.sposta for o in con.opzioni] == [False]


def test_nella_negoziata_un_termine_per_i_quesiti_non_c_e() -> None:
    """Non si inventa."""
    assert ask("negoziata", "19/07/2023").quesiti_entro is None


# ——— la co-progettazione: D.Lgs. 117/2017, art. 55


def test_la_co_progettazione_comincia_con_il_codice_del_terzo_settore() -> None:
    """Pubblicato il 02/08/2017: il 3 si può, il 2 no."""
    with pytest.raises(InvalidRequestError, match="è prevista dal 03/08/2017") as errore:
        ask("co-progettazione", "02/08/2017")
    assert "D.Lgs. 117/2017, art. 55" in errore.value.messaggio
    esito = ask("co-progettazione", "03/08/2017")
    assert {p.riferimento for p in esito.fasi} == {"D.Lgs. 117/2017, art. 55"}


# ——— il programma degli acquisti: D.Lgs. 50/2016, art. 21 c. 6; D.Lgs. 36/2023, art. 37 c. 3


@pytest.mark.parametrize(
    ("procedura", "invio", "netto", "va"),
    [
        pytest.param("aperta", "02/02/2026", 140_000, "va nel", id="da-140.000-euro-va-nel-programma"),
        pytest.param("affidamento-diretto", "02/02/2026", 139_999, "non va nel", id="sotto-no"),
        pytest.param("affidamento-diretto", "14/02/2022", 40_000, "va nel", id="nel-vecchio-codice-da-40.000"),
    ],
)
def test_un_acquisto_sopra_il_limite_va_nel_programma(procedura: str, invio: str, netto: int, va: str) -> None:
    """Anche un affidamento diretto."""
    (detto,) = (a.messaggio for a in ask(procedura, invio, netto=netto).avvisi if a.codice == "programmazione")
    assert f"l'acquisto {va} programma" in detto


# ——— che cosa la legge chiede a ogni procedura


class Uso(NamedTuple):
    """Una procedura per un appalto, se è ammessa, e la condizione che decide con il suo articolo."""

    procedura: str
    giorno: str
    appalto: Appalto
    esito: str
    codice: str
    articolo: str


RISERVATA = frozenset({"riservata"})
USI = {
    "una gara riservata di 36 mesi è ammessa, se il servizio è sanitario, sociale o culturale": Uso(
        "aperta", "02/02/2026", Appalto(durata_mesi=36, casi=RISERVATA), "da-verificare", "altra", "art. 129"
    ),
    "una gara riservata di 37 mesi non è ammessa": Uso(
        "aperta", "02/02/2026", Appalto(durata_mesi=37, casi=RISERVATA), "escluso", "durata", "art. 129 c. 4"
    ),
    "anche con la ristretta": Uso(
        "ristretta", "02/02/2026", Appalto(durata_mesi=48, casi=RISERVATA), "escluso", "durata", "art. 129 c. 4"
    ),
    "una gara riservata è solo per i servizi dell'Allegato XIV": Uso(
        "aperta", "02/02/2026", Appalto(servizio="altro", casi=RISERVATA), "escluso", "servizio", "art. 129"
    ),
    "l'affidamento diretto non si riserva": Uso(
        "affidamento-diretto", "02/02/2026", Appalto(Decimal(50_000), casi=RISERVATA), "escluso", "opzione", "art. 129"
    ),
    "tre anni anche con il vecchio codice": Uso(
        "aperta", "11/02/2019", Appalto(durata_mesi=37, casi=RISERVATA), "escluso", "durata", "art. 143 c. 3"
    ),
    "una gara non riservata dura quanto si vuole": Uso(
        "aperta", "02/02/2026", Appalto(durata_mesi=60), "possibile", "", ""
    ),
    "un accordo quadro di quattro anni è ammesso": Uso(
        "accordo-quadro", "02/02/2026", Appalto(durata_mesi=48), "possibile", "durata-di-regola", "art. 59 c. 1"
    ),
    "di più solo in casi eccezionali": Uso(
        "accordo-quadro", "02/02/2026", Appalto(durata_mesi=49), "da-verificare", "durata-di-regola", "art. 59 c. 1"
    ),
    "un contratto applicativo chiede un accordo quadro in vigore": Uso(
        "contratto-applicativo", "02/02/2026", Appalto(), "da-verificare", "entro", "art. 59 c. 1"
    ),
    "l'avviso di preinformazione indice la gara dalla soglia in su": Uso(
        "avviso-preinformazione", "02/02/2026", Appalto(Decimal(750_000)), "possibile", "valore-da", "art. 14 c. 1 d)"
    ),
    "sotto no": Uso(
        "avviso-preinformazione", "02/02/2026", Appalto(Decimal(749_999)), "escluso", "valore-da", "art. 14 c. 1 d)"
    ),
    "né per servizi che non sono sociali": Uso(
        "avviso-preinformazione",
        "02/02/2026",
        Appalto(Decimal(900_000), "altro"),
        "escluso",
        "servizio",
        "art. 127 c. 1 b)",
    ),
    "un invito sta nei 24 mesi dell'avviso": Uso(
        "invito-su-avviso", "02/02/2026", Appalto(Decimal(900_000)), "da-verificare", "entro", "artt. 81 c. 4"
    ),
    "la ripetizione sta nei tre anni": Uso(
        "ripetizione", "02/02/2026", Appalto(Decimal(900_000)), "da-verificare", "entro", "art. 76 c. 6"
    ),
    "la convenzione è per servizi sociali": Uso(
        "convenzione", "02/02/2026", Appalto(servizio="altro"), "escluso", "servizio", "D.Lgs. 117/2017, art. 56"
    ),
    "la convenzione comincia con il codice del Terzo settore": Uso(
        "convenzione", "02/08/2017", Appalto(), "escluso", "prevista", "D.Lgs. 117/2017, art. 56"
    ),
    "la co-programmazione anche": Uso(
        "co-programmazione", "02/08/2017", Appalto(), "escluso", "prevista", "D.Lgs. 117/2017, art. 55"
    ),
    "i contributi non comprano un servizio": Uso(
        "contributi", "11/02/2019", Appalto(), "da-verificare", "altra", "L. 241/1990, art. 12"
    ),
    "l'affidamento in house va motivato": Uso(
        "in-house", "02/02/2026", Appalto(Decimal(2_000_000)), "da-verificare", "altra", "art. 7 c. 2"
    ),
    "la competitiva solo nei casi di legge": Uso(
        "competitiva", "02/02/2026", Appalto(), "da-verificare", "altra", "artt. 70 c. 3 e 73"
    ),
    "sotto 140.000 euro la negoziata non è prevista": Uso(
        "negoziata", "02/02/2026", Appalto(Decimal(139_999)), "escluso", "valore-da", "art. 50 c. 1 b)"
    ),
    "di un valore non detto si dice che cosa conta": Uso(
        "negoziata", "02/02/2026", Appalto(), "da-verificare", "valore-sotto", "art. 14 c. 1 d)"
    ),
}


@pytest.mark.parametrize("uso", USI.values(), ids=USI)
def test_che_cosa_la_legge_chiede_a_una_procedura(uso: Uso) -> None:
    """Il peggiore degli esiti, e l'articolo della condizione che lo dà."""
    ammessa = admit(get_diritto(), find_procedura(uso.procedura), uso.appalto, day(uso.giorno))
    assert ammessa.esito.value == uso.esito
    assert ammessa.ammessa == (uso.esito != "escluso")
    decisive = [c for c in ammessa.condizioni if c.codice == uso.codice]
    assert not uso.codice or any(uso.articolo in (c.riferimento or "") and c.esito is ammessa.esito for c in decisive)
    if uso.esito == "escluso":
        assert ammessa.riferimento == ammessa.motivi[0].riferimento


def test_una_gara_riservata_ha_le_stesse_date() -> None:
    """L'opzione dice chi vi partecipa, non quando."""
    libera, riservata = (ask("aperta", "02/02/2026", casi=c) for c in (ELETTRONICA, (*ELETTRONICA, "riservata")))
    assert libera.fasi == riservata.fasi
    assert "opzione-senza-effetto" in list_codici(riservata)


@pytest.mark.parametrize(
    ("invio", "casi", "scade"),
    [
        pytest.param("27/11/2023", ELETTRONICA, "07/12/2023", id="dieci-giorni-fino-al-28-novembre-2023"),
        pytest.param("29/11/2023", ELETTRONICA, "29/12/2023", id="trenta-dalla-conversione-del-decreto-132"),
        pytest.param("27/11/2023", URGENTE, "07/12/2023", id="l-urgenza-non-allunga"),
        pytest.param("29/11/2023", URGENTE, "14/12/2023", id="quindici-se-urgente"),
        pytest.param("11/02/2019", ELETTRONICA, "13/03/2019", id="trenta-con-il-vecchio-codice"),
    ],
)
def test_le_domande_della_competitiva(invio: str, casi: tuple[str, ...], scade: str) -> None:
    """D.Lgs. 50/2016, art. 62 c. 4; D.Lgs. 36/2023, art. 73 c. 4."""
    assert find_passo(ask("competitiva", invio, casi=casi), "ricezione_domande").fine == day(scade)


def test_un_contratto_applicativo_non_attende_e_un_accordo_quadro_si() -> None:
    """D.Lgs. 36/2023, art. 18 c. 3 b): l'attesa è prima di concludere l'accordo, e non dopo."""
    accordo, applicativo = (ask(p, "02/02/2026") for p in ("accordo-quadro", "contratto-applicativo"))
    assert accordo.fine_standstill == ask("aperta", "02/02/2026").fine_standstill
    assert applicativo.fine_standstill is None


def test_dopo_un_avviso_ogni_invito_risparmia_il_bando() -> None:
    """Progetto, Giunta e pubblicazione sono già fatti: resta dalla determina in poi."""
    avviso, invito = (ask(p, "02/02/2026", "probabile") for p in ("avviso-preinformazione", "invito-su-avviso"))
    assert (avviso.avvio - avviso.inizio_preparazione).days - (invito.avvio - invito.inizio_preparazione).days > 90


# ——— l'articolo di ogni passo è quello della sua procedura e della sua legge

GIORNI = {"d50": "11/02/2019", "d50_dls": "14/02/2022", "d36": "12/02/2024", "d36_corr": "02/02/2026"}
D50, DL76, D36 = "D.Lgs. 50/2016", "D.L. 76/2020", "D.Lgs. 36/2023"
ARTICOLI = {
    ("aperta", "d50"): {
        "invio_bando": f"{D50}, artt. 72 e 73 c. 1",
        "ricezione_offerte": f"{D50}, art. 60 c. 2-bis",
        "standstill": f"{D50}, art. 32 c. 9",
    },
    ("aperta", "d36_corr"): {
        "invio_bando": f"{D36}, art. 84 c. 1",
        "ricezione_offerte": f"{D36}, art. 71 c. 2",
        "standstill": f"{D36}, art. 18 c. 3, modificato dal D.Lgs. 209/2024, art. 6",
        "avvio": f"{D36}, art. 17 c. 8-9",
    },
    ("ristretta", "d50"): {"ricezione_domande": f"{D50}, art. 61 c. 2", "ricezione_offerte": f"{D50}, art. 61 c. 3"},
    ("ristretta", "d36"): {"ricezione_domande": f"{D36}, art. 72 c. 2", "ricezione_offerte": f"{D36}, art. 72 c. 3"},
    ("negoziata", "d50"): {
        "invio_bando": f"{D50}, art. 36 c. 2 b)",
        "ricezione_offerte": f"{D50}, art. 79 c. 1",
        "standstill": f"{D50}, art. 32 c. 10 b)",
    },
    ("negoziata", "d50_dls"): {"invio_bando": f"{DL76}, art. 1 c. 2 b)", "ricezione_offerte": f"{D50}, art. 79 c. 1"},
    ("negoziata", "d36"): {
        "invio_bando": f"{D36}, art. 50 c. 1 e)",
        "ricezione_offerte": f"{D36}, art. 92 c. 1",
        "standstill": f"{D36}, artt. 18 c. 3 d) e 55 c. 2",
        "avvio": f"{D36}, artt. 17 c. 8-9 e 50 c. 6",
    },
    ("competitiva", "d36"): {
        "ricezione_domande": f"{D36}, art. 73 c. 4, modificato dal D.L. 132/2023, art. 15-quater",
        "ricezione_offerte": f"{D36}, art. 73 c. 5",
        "negoziazione": f"{D36}, art. 73 c. 6-8",
    },
    ("competitiva", "d50"): {"ricezione_domande": f"{D50}, art. 62 c. 4", "ricezione_offerte": f"{D50}, art. 62 c. 5"},
    ("accordo-quadro", "d36_corr"): {
        "ricezione_offerte": f"{D36}, art. 71 c. 2",
        "contratto_applicativo": f"{D36}, artt. 18 c. 3 b) e 59 c. 3",
    },
    ("contratto-applicativo", "d36_corr"): {
        "decisione_contrarre": f"{D36}, art. 59 c. 3-4",
        "ricezione_offerte": f"{D36}, art. 59 c. 5 b)",
        "stipula": f"{D36}, art. 18 c. 3 b)",
    },
    ("contratto-applicativo", "d50"): {"stipula": f"{D50}, art. 32 c. 10 b)"},
    ("avviso-preinformazione", "d36_corr"): {
        "invio_bando": f"{D36}, artt. 84 e 127 c. 1 b)",
        "ricezione_domande": f"{D36}, artt. 72 c. 2 e 128 c. 6",
        "ricezione_offerte": f"{D36}, art. 72 c. 3",
    },
    ("invito-su-avviso", "d36_corr"): {"invio_bando": f"{D36}, artt. 72 c. 2 e 127 c. 1 b)"},
    ("ripetizione", "d36_corr"): {
        "invio_bando": f"{D36}, art. 76 c. 6",
        "aggiudicazione": f"{D36}, artt. 17 c. 5 e 76 c. 6",
        "stipula": f"{D36}, art. 18 c. 2",
    },
    ("ripetizione", "d50"): {"invio_bando": f"{D50}, art. 63 c. 5", "stipula": f"{D50}, art. 32 c. 8"},
    ("contributi", "d36_corr"): {"valutazione": "L. 241/1990, art. 12"},
    ("convenzione", "d50_dls"): {"valutazione": "D.Lgs. 117/2017, art. 56"},
    ("in-house", "d50"): {"aggiudicazione": f"{D50}, artt. 5 e 192"},
    ("in-house", "d36"): {"aggiudicazione": f"{D36}, art. 7 c. 2"},
    ("affidamento-diretto", "d50"): {
        "invio_bando": f"{D50}, art. 36 c. 2 a)",
        "ricezione_offerte": f"{D50}, art. 36 c. 2 a)",
        "aggiudicazione": f"{D50}, art. 36 c. 2 a)",
    },
    ("affidamento-diretto", "d50_dls"): {
        "invio_bando": f"{DL76}, art. 1 c. 2 a)",
        "ricezione_offerte": f"{DL76}, art. 1 c. 2 a)",
        "aggiudicazione": f"{DL76}, art. 1 c. 2 a)",
    },
    ("affidamento-diretto", "d36"): {
        "decisione_contrarre": f"{D36}, art. 17 c. 2",
        "invio_bando": f"{D36}, art. 50 c. 1 b)",
        "ricezione_offerte": f"{D36}, art. 50 c. 1 b)",
        "verifica_requisiti": f"{D36}, artt. 17 c. 5 e 99; sotto 40.000 euro art. 52 c. 1",
        "aggiudicazione": f"{D36}, art. 17 c. 2",
    },
}


@pytest.mark.parametrize(("gara", "attesi"), ARTICOLI.items(), ids=[" ".join(g) for g in ARTICOLI])
def test_ogni_passo_cita_l_articolo_della_sua_procedura(gara: tuple[str, str], attesi: dict[str, str]) -> None:
    """Ai tempi probabili."""
    esito = ask(gara[0], GIORNI[gara[1]], "probabile")
    assert {p.id: p.riferimento for p in esito.fasi if p.id in attesi} == attesi


ALTRUI = {
    "aperta": ("art. 61", "art. 72 c.", "Allegato XIV", "art. 36"),
    "ristretta": ("art. 60", "art. 71", "art. 36"),
    "negoziata": ("art. 60", "art. 61", "art. 71", "art. 84"),
    "affidamento-diretto": ("art. 60", "art. 61", "art. 71", "art. 72", "art. 84", "Allegato I.3"),
    "competitiva": ("art. 60", "art. 71", "art. 36"),
    "accordo-quadro": ("art. 61", "art. 72 c.", "art. 36"),
    "contratto-applicativo": ("art. 60", "art. 61", "art. 71", "art. 72", "art. 84", "Allegato I.3"),
    "avviso-preinformazione": ("art. 60", "art. 71", "art. 36"),
    "invito-su-avviso": ("art. 60", "art. 71", "art. 36", "art. 84"),
    "ripetizione": ("art. 60", "art. 61", "art. 71", "art. 72", "art. 84", "art. 36"),
}
"""Ciò che una procedura non cita mai: gli articoli di un'altra."""
CTS = ("D.Lgs. 117/2017",)
FUORI_CODICE = {
    "co-progettazione": CTS,
    "co-programmazione": CTS,
    "convenzione": CTS,
    "contributi": ("L. 241/1990, art. 12",),
    "in-house": (f"{D50}, artt. 5 e 192", f"{D36}, art. 7 c. 2"),
}
"""Ciò che cita ogni passo di una procedura che non è una gara del codice."""


def test_ogni_procedura_e_in_una_delle_due_tavole() -> None:
    """Una procedura nuova porta i suoi articoli."""
    assert {p.id for p in get_diritto().norme.procedure.procedure} == {*ALTRUI, *FUORI_CODICE}


@pytest.mark.parametrize("regime", GIORNI)
@pytest.mark.parametrize("procedura", [*ALTRUI, *FUORI_CODICE])
def test_nessun_passo_cita_un_altra_legge_ne_un_altra_procedura(procedura: str, regime: str) -> None:
    """E ognuno ne cita una."""
    legge = D36 if regime.startswith("d36") else D50
    for profilo in PROFILI:
        for passo in ask(procedura, GIORNI[regime], profilo).fasi:
            assert passo.riferimento, passo.id
            proprie = FUORI_CODICE.get(procedura, (legge, DL76, "TUEL", "Direttiva"))
            assert passo.riferimento.startswith(proprie), passo
            assert not [a for a in ALTRUI.get(procedura, ()) if f"{a} " in f"{passo.riferimento} "], passo


# ——— ciò che è scritto si applica


@pytest.mark.parametrize("procedura", [p.id for p in get_diritto().norme.procedure.procedure])
@pytest.mark.parametrize(("netto", "servizio"), [(None, "altro"), (100_000, "sociale"), (900_000, "altro")])
def test_un_avviso_chiama_la_procedura_per_nome(procedura: str, netto: int | None, servizio: str) -> None:
    """Ammessa, non ammessa o ammessa se: mai con l'id, anche quando gli somiglia."""
    esito = ask(procedura, "02/02/2026", netto=netto, servizio=servizio)
    assert [a.messaggio for a in esito.avvisi if f"«{procedura}»" in a.messaggio] == []


def test_uno_scenario_puo_dire_ogni_genere_di_servizio() -> None:
    """I generi delle norme, e il primo è quello che si assume."""
    campo = Scenario.model_fields["servizio"]
    generi = tuple(s.id for s in get_diritto().norme.soglie.servizi)
    assert (get_args(campo.annotation), campo.default) == (generi, generi[0])


def test_ogni_parametro_del_programma_e_letto_da_qualcuno() -> None:
    """Un numero di legge che non cambia nessuna risposta non è legge (la lettura lo rifiuta: qui si guarda che lo dica)."""
    norme = get_diritto().norme
    fasi = [*norme.procedure.fasi, *(f for p in norme.procedure.procedure for f in p.proprie)]
    nominati = {p for f in fasi for p in f.parametri} | {s.soglia for s in norme.soglie.servizi}
    modi = (*norme.procedure.procedure, *norme.procedure.opzioni)
    nominati |= {p for modo in modi for p in modo.ammessa.parametri}
    nominati |= {s.massimo for s in norme.ponti.strumenti if s.massimo}
    scritti = {p.id for r in norme.regimi for p in r.parametri} | {p.id for p in norme.soglie.parametri}
    scritti |= {p.id for p in norme.ponti.parametri}
    aliquote = {p.id for p in norme.soglie.parametri if p.valori[0].unita == "percento"}
    assert scritti - nominati - aliquote == set()
