"""I file del diritto: ciò che viaggia con il programma si carica, e ogni guasto è segnalato al suo posto."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.gare import day, get_diritto, imagine

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.norme import Diritto
from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.norme import find_regimi_del_pacchetto, load_norme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ldq_planner.errors import Finding
    from ldq_planner.model.norme import Citazione

ORIGINALI = find_regimi_del_pacchetto()
COMUNI = {"soglie.yaml", "festivi.yaml", "procedure.yaml", "ponti.yaml"}


@pytest.fixture
def regimi(tmp_path: Path) -> Path:
    """Una copia dei file del programma, da guastare."""
    return shutil.copytree(ORIGINALI, tmp_path / "regimi", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def guasta(regimi: Path) -> Callable[[str, str, str], tuple[Finding, ...]]:
    """Cambia un pezzo di un file, e dà le segnalazioni che ne escono."""

    def change(nome: str, vecchio: str, nuovo: str) -> tuple[Finding, ...]:
        testo = (regimi / nome).read_text(encoding="utf-8")
        assert vecchio in testo, vecchio
        (regimi / nome).write_text(testo.replace(vecchio, nuovo, 1), encoding="utf-8")
        with pytest.raises(InvalidDataError) as errore:
            load_norme(regimi)
        return errore.value.findings

    return change


# ——— i file del programma


@pytest.mark.parametrize("nome", sorted(p.name for p in ORIGINALI.glob("*.yaml")))
def test_ogni_file_del_pacchetto_e_letto(nome: str, regimi: Path) -> None:
    """Se lo si guasta, è quel file che è segnalato."""
    (regimi / nome).write_text("mai_scritto: 1\n", encoding="utf-8")
    with pytest.raises(InvalidDataError) as errore:
        load_norme(regimi)
    assert {f.posizione.file for f in errore.value.findings if f.posizione} == {str(regimi / nome)}


def test_i_regimi_del_pacchetto_si_susseguono() -> None:
    """Dal più vecchio, uno per file."""
    norme = load_norme()
    assert [r.id for r in norme.regimi] == ["d50", "d50_dls", "d36", "d36_corr"]
    assert {f"{r.id}.yaml" for r in norme.regimi} | COMUNI == {p.name for p in ORIGINALI.glob("*.yaml")}


def test_ogni_valore_ha_il_suo_articolo_e_dice_se_e_verificato() -> None:
    """Dei regimi, delle soglie, degli strumenti, dei festivi."""
    norme = load_norme()
    parametri = [p for r in norme.regimi for p in r.parametri] + [*norme.soglie.parametri, *norme.ponti.parametri]
    citati = [(v.fonte, v.verifica) for p in parametri for v in p.valori]
    citati += [(a.fonte, a.verifica) for r in norme.regimi for a in r.articoli]
    citati += [(f.fonte, f.verifica) for f in (*norme.festivi.festivi, norme.festivi.patrono)]
    assert len(citati) > 100
    assert all(fonte.strip() and verifica in {"V", "K"} for fonte, verifica in citati)
    assert all(r.fonte.strip() and r.criterio.strip() and r.verifica in {"V", "K"} for r in norme.regimi)


def list_citazioni() -> Iterator[tuple[str, Citazione]]:
    """Ogni norma del programma, con un nome: valori, articoli, regimi, festivi."""
    norme = load_norme()
    parametri = [(r.id, p) for r in norme.regimi for p in r.parametri]
    parametri += [("soglie", p) for p in norme.soglie.parametri] + [("ponti", p) for p in norme.ponti.parametri]
    yield from ((f"{dove}/{p.id}", v) for dove, p in parametri for v in p.valori)
    yield from ((f"{r.id}/articoli/{a.id}", a) for r in norme.regimi for a in r.articoli)
    yield from ((r.id, r) for r in norme.regimi)
    yield from ((f.nome, f) for f in (*norme.festivi.festivi, norme.festivi.patrono))


def test_cio_che_e_verificato_dice_dove_lo_si_e_letto() -> None:
    """Con parole che una persona può seguire."""
    senza = [nome for nome, c in list_citazioni() if c.verifica == "V" and (not c.letto or c.manca)]
    assert senza == []


DELLE_PROCEDURE_DEL_VECCHIO_CODICE = {
    "competitiva",
    "competitiva/selezione",
    "negoziazione",
    "domande_competitiva",
    "offerte_competitiva",
    "accordo-quadro",
    "contratto-applicativo",
    "contratto_applicativo",
    "massimo_accordo_quadro_mesi",
    "riservata",
    "massimo_riservati_mesi",
}
"""D.Lgs. 50/2016, artt. 54, 59, 62 e 143: non letti."""


def test_restano_da_verificare_i_soli_fatti_non_letti_e_ognuno_dice_che_cosa_manca() -> None:
    """Sette della legge di tutti, e quelli delle procedure meno usate."""
    dubbi = {nome: c for nome, c in list_citazioni() if c.verifica == "K"}
    meno_usate = {n for n in dubbi if n.split("/")[-1] in DELLE_PROCEDURE_DEL_VECCHIO_CODICE}
    meno_usate |= {n for n in dubbi if "/contratto-applicativo/" in n or "/competitiva/" in n}
    assert all(nome.startswith("d50/") for nome in meno_usate)
    assert sorted(n for n in dubbi if n.endswith("/convenzione")) == [
        "d36/articoli/convenzione",
        "d50/articoli/convenzione",
    ]
    assert sorted(n for n in dubbi if n not in meno_usate and not n.endswith("/convenzione")) == [
        "d50",
        "d50/articoli/avvio",
        "d50/articoli/verifica_requisiti",
        "d50/comunicazioni_massimo",
        "d50/domande_ristretta_urgenza",
        "d50_dls/domande_ristretta_urgenza",
        "ponti/ripetizione_mesi",
    ]
    assert [nome for nome, c in dubbi.items() if not c.manca or c.letto] == []


def test_nessun_controllo_e_di_un_giorno_che_doveva_ancora_venire() -> None:
    """Un giorno di validità non è un giorno di controllo: le fonti più recenti sono dell'aprile 2026."""
    norme = load_norme()
    controlli = [r.verificato_al for r in norme.regimi]
    controlli += [norme.soglie.verificato_al, norme.festivi.verificato_al, norme.ponti.verificato_al]
    assert {giorno.primo for giorno in controlli} == {day("31/01/2026")}
    assert (norme.soglie.valido_fino_al.primo, norme.festivi.valido_fino_al.primo) == (
        day("31/12/2027"),
        day("31/12/2050"),
    )


def test_ogni_procedura_ha_un_articolo_sotto_ogni_legge() -> None:
    """È ciò che si cita dove la legge non dà un numero; dal giorno in cui la procedura c'è."""
    diritto = get_diritto()
    senza = [
        (regime.id, procedura.id)
        for regime in diritto.norme.regimi
        for procedura in diritto.norme.procedure.procedure
        for dal in [max(regime.dal.primo, procedura.dal.primo if procedura.dal else regime.dal.primo)]
        if diritto.find_articolo(dal, procedura.id) is None
    ]
    assert senza == []


# ——— guasti


class Guasto(NamedTuple):
    """Un pezzo giusto cambiato in uno sbagliato, e la segnalazione che ne deve uscire."""

    file: str
    vecchio: str
    nuovo: str
    segnato: str
    codice: str
    detto: str
    rimedio: str


GUASTI = {
    "un buco fra due leggi": Guasto(
        "d36.yaml",
        "\nal: 2024-12-30",
        "\nal: 2024-12-28",
        "d36_corr.yaml: dal: 2024-12-31",
        "regimi-con-un-buco",
        "fra i regimi «d36» e «d36_corr» c'è un buco dal 29/12/2024 al 30/12/2024",
        "scrivere dal: 2024-12-29",
    ),
    "due leggi lo stesso giorno": Guasto(
        "d36.yaml",
        "\nal: 2024-12-30",
        "\nal: 2024-12-31",
        "d36_corr.yaml: dal: 2024-12-31",
        "regimi-sovrapposti",
        "il primo finisce il 31/12/2024, il secondo comincia il 31/12/2024",
        "in «d36» scrivere al: 2024-12-30",
    ),
    "una legge che non finisce prima di un'altra": Guasto(
        "d36.yaml",
        "\nal: 2024-12-30",
        "",
        "d36_corr.yaml: dal: 2024-12-31",
        "regimi-sovrapposti",
        "il primo non finisce, il secondo comincia il 31/12/2024",
        "in «d36» scrivere al: 2024-12-30",
    ),
    "nessuna legge da un giorno in poi": Guasto(
        "d36_corr.yaml",
        "dal: 2024-12-31\n",
        "dal: 2024-12-31\nal: 2026-12-31\n",
        "d36_corr.yaml: al: 2026-12-31",
        "regimi-con-un-buco",
        "dopo il 31/12/2026 nessuna legge vale",
        "togliere «al», o aggiungere il regime che segue",
    ),
    "una legge che eredita da una che non c'è": Guasto(
        "d36_corr.yaml",
        "come: d36",
        "come: d37",
        "d36_corr.yaml: come: d37",
        "riferimento-sconosciuto",
        "nessun regime precedente si chiama «d37»",
        "scrivere uno fra: d36, d50, d50_dls",
    ),
    "una legge che eredita da sé stessa": Guasto(
        "d36_corr.yaml",
        "come: d36",
        "come: d36_corr",
        "d36_corr.yaml: come: d36_corr",
        "riferimento-sconosciuto",
        "nessun regime precedente si chiama «d36_corr»",
        "scrivere uno fra: d36, d50, d50_dls",
    ),
    "due leggi con lo stesso nome": Guasto(
        "d36_corr.yaml",
        "id: d36_corr",
        "id: d36",
        "d36_corr.yaml: id: d36",
        "id-doppio",
        "il regime «d36» c'è già",
        "dargli un altro id",
    ),
    "un valore senza articolo": Guasto(
        "d36_corr.yaml",
        '        fonte: "D.Lgs. 36/2023, art. 18 c. 3, modificato dal D.Lgs. 209/2024, art. 6"\n',
        "",
        "d36_corr.yaml:       - dal: 2024-12-31",
        "chiave-mancante",
        "fonte",
        "fonte",
    ),
    "un valore che non dice se è verificato": Guasto(
        "d36.yaml",
        ", verifica: V}",
        "}",
        "d36.yaml:       - {dal: 2023-07-01, valore: 10, ",
        "chiave-mancante",
        "verifica",
        "verifica",
    ),
    "un valore mezzo verificato": Guasto(
        "d36_corr.yaml",
        "verifica: V",
        "verifica: forse",
        "d36_corr.yaml: verifica: forse",
        "valore-non-ammesso",
        "forse",
        "V",
    ),
    "valori in disordine": Guasto(
        "d36.yaml",
        "      - dal: 2024-01-01\n        valore: 5",
        "      - dal: 2023-06-01\n        valore: 5",
        "d36.yaml:       - dal: 2023-06-01",
        "valori-fuori-ordine",
        "i valori di «pubblicazione_massimo» non sono in ordine di data",
        "metterli dal più vecchio, senza sovrapposizioni",
    ),
    "un festivo che non dice quando cade": Guasto(
        "festivi.yaml",
        '{nome: Capodanno, giorno: "01-01", ',
        "{nome: Capodanno, ",
        "festivi.yaml:   - {nome: Capodanno, ",
        "festivo-senza-giorno",
        "«Capodanno» non si sa quando cade",
        "scrivere «giorno» (MM-GG) oppure «giorni_da_pasqua»",
    ),
    "un festivo che cade in due giorni": Guasto(
        "festivi.yaml",
        "giorni_da_pasqua: 1",
        'giorni_da_pasqua: 1, giorno: "04-01"',
        "festivi.yaml:   - {nome: Lunedì dell'Angelo",
        "festivo-senza-giorno",
        "«Lunedì dell'Angelo» cade in due giorni",
        "scrivere «giorno» (MM-GG) oppure «giorni_da_pasqua»",
    ),
    "un festivo in un giorno che non c'è tutti gli anni": Guasto(
        "festivi.yaml",
        'giorno: "01-06"',
        'giorno: "02-29"',
        "festivi.yaml:   - {nome: Epifania",
        "data-non-valida",
        "«02-29» non è un giorno di ogni anno",
        "scrivere MM-GG, per esempio 12-25",
    ),
    "una fase stimata di secoli": Guasto(
        "procedure.yaml",
        "stima: [20, 50, 150]",
        "stima: [20, 50, 150000]",
        "procedure.yaml:     stima: [20, 50, 150000]",
        "durata-non-plausibile",
        "150000 giorni per una fase non sono plausibili",
        "al più 3650 giorni",
    ),
    "un termine di secoli": Guasto(
        "d36.yaml",
        "        al: 2023-12-31\n        valore: 6\n",
        "        al: 2023-12-31\n        valore: 60000\n",
        "d36.yaml:         valore: 60000",
        "durata-non-plausibile",
        "60000 giorni-feriali per «pubblicazione_massimo» non sono plausibili",
        "al più 3650",
    ),
    "soglie in disordine": Guasto(
        "soglie.yaml",
        "      - dal: 2022-01-01\n",
        "      - dal: 2021-06-01\n",
        "soglie.yaml:       - dal: 2021-06-01",
        "valori-fuori-ordine",
        "i valori di «soglia_ordinaria» non sono in ordine di data",
        "metterli dal più vecchio, senza sovrapposizioni",
    ),
    "una fase con un minimo che nessuna legge ha": Guasto(
        "procedure.yaml",
        "parametro: offerte_aperta}",
        "parametro: oferte_aperta}",
        "procedure.yaml:   - id: ricezione_offerte",
        "riferimento-sconosciuto",
        "la fase «ricezione_offerte» nomina il parametro «oferte_aperta», che nessun regime ha",
        "correggere l'id del parametro",
    ),
    "una procedura con una fase che non c'è": Guasto(
        "procedure.yaml",
        "      - pubblicazione\n",
        "      - publicazione\n",
        "procedure.yaml:       - publicazione",
        "riferimento-sconosciuto",
        "nessuna fase si chiama «publicazione»",
        "correggere l'id",
    ),
    "una procedura ammessa sotto un limite che nessuna legge ha": Guasto(
        "procedure.yaml",
        "sotto: soglia}",
        "sotto: sogla}",
        "procedure.yaml:     ammessa: {da: affidamento_diretto, sotto: sogla}",
        "riferimento-sconosciuto",
        "la procedura «negoziata» nomina il parametro «sogla», che nessun regime ha",
        "correggere l'id del parametro",
    ),
    "una procedura che somiglia a una che non c'è": Guasto(
        "procedure.yaml",
        "    come: ristretta\n",
        "    come: riservata\n",
        "procedure.yaml:     come: riservata",
        "riferimento-sconosciuto",
        "nessuna procedura scritta prima si chiama «riservata»",
        "correggere l'id, o metterla prima",
    ),
    "un'opzione di una procedura che non c'è": Guasto(
        "procedure.yaml",
        "    procedure: [aperta, ristretta]\n",
        "    procedure: [apera, ristretta]\n",
        "procedure.yaml:     procedure: [apera, ristretta]",
        "riferimento-sconosciuto",
        "nessuna procedura si chiama «apera»",
        "correggere l'id",
    ),
    "un'opzione per un servizio che non c'è": Guasto(
        "procedure.yaml",
        "      durata: massimo_riservati_mesi\n",
        "      durata: massimo_riservati\n",
        "procedure.yaml:     ammessa:",
        "riferimento-sconosciuto",
        "l'opzione «riservata» nomina il parametro «massimo_riservati», che nessun regime ha",
        "correggere l'id del parametro",
    ),
    "una procedura per un genere di servizi che non c'è": Guasto(
        "procedure.yaml",
        "    ammessa: {da: soglia, servizi: [sociale]}\n",
        "    ammessa: {da: soglia, servizi: [sociali]}\n",
        "procedure.yaml:     ammessa: {da: soglia, servizi: [sociali]}",
        "riferimento-sconosciuto",
        "la procedura «avviso-preinformazione» nomina il servizio «sociali», che non c'è",
        "correggere l'id del servizio",
    ),
    "un termine che corre da una fase che non c'è": Guasto(
        "d36_corr.yaml",
        "        da: comunicazioni\n",
        "        da: comunicazione\n",
        "d36_corr.yaml:         da: comunicazione",
        "riferimento-sconosciuto",
        "nessuna fase si chiama «comunicazione»",
        "correggere l'id",
    ),
    "un genere di servizi con una soglia che non c'è": Guasto(
        "soglie.yaml",
        "soglia: soglia_ordinaria}",
        "soglia: soglia_comune}",
        "soglie.yaml:   - {id: altro, nome: altri servizi, soglia: soglia_comune}",
        "riferimento-sconosciuto",
        "il servizio «altro» nomina il parametro «soglia_comune», che nessun regime ha",
        "correggere l'id del parametro",
    ),
    "un articolo di una fase che non c'è": Guasto(
        "d36.yaml",
        "{id: negoziata/invio_bando,",
        "{id: negoziata/invio,",
        "d36.yaml:   - {id: negoziata/invio,",
        "riferimento-sconosciuto",
        "nessuna fase, procedura o strumento si chiama «negoziata/invio»",
        "correggere l'id",
    ),
    "una questione su una fase che non c'è": Guasto(
        "d50_dls.yaml",
        "fasi: [negoziata/standstill]",
        "fasi: [negoziata/attesa]",
        "d50_dls.yaml:     fasi: [negoziata/attesa]",
        "riferimento-sconosciuto",
        "nessuna fase, procedura o strumento si chiama «negoziata/attesa»",
        "correggere l'id",
    ),
    "un parametro che nessuno legge": Guasto(
        "d36.yaml",
        "  - id: offerte_aperta\n    nome: Termine per le offerte, procedura aperta\n",
        "  - {id: soccorso_massimo, nome: Soccorso, valori: [{dal: 2023-07-01, valore: 10, unita: giorni, "
        "fonte: prova, verifica: V}]}\n  - id: offerte_aperta\n    nome: Termine per le offerte, procedura aperta\n",
        "d36.yaml:   - {id: soccorso_massimo,",
        "parametro-mai-letto",
        "nessuna fase, procedura o strumento legge il parametro «soccorso_massimo»",
        "o toglierlo",
    ),
    "uno strumento con un limite che non c'è": Guasto(
        "ponti.yaml",
        "massimo: proroga_tecnica_mesi",
        "massimo: proroga_tecnica",
        "ponti.yaml:     massimo: proroga_tecnica",
        "riferimento-sconosciuto",
        "lo strumento «proroga-tecnica» nomina il parametro «proroga_tecnica», che nessun regime ha",
        "correggere l'id del parametro",
    ),
}


@pytest.mark.parametrize("guasto", GUASTI.values(), ids=GUASTI)
def test_un_guasto_e_segnalato_al_suo_posto_con_il_rimedio(
    guasto: Guasto, regimi: Path, guasta: Callable[[str, str, str], tuple[Finding, ...]]
) -> None:
    """File, riga e colonna di ciò che va cambiato."""
    findings = guasta(guasto.file, guasto.vecchio, guasto.nuovo)
    (finding,) = findings
    assert finding.codice == guasto.codice
    assert guasto.detto in finding.messaggio
    assert guasto.rimedio in finding.rimedio
    posto = finding.posizione
    assert posto is not None
    nome, _, riga = guasto.segnato.partition(": ")
    assert posto.file == str(regimi / nome)
    assert posto.testo.startswith(riga)
    assert (posto.riga, posto.colonna) > (0, 0)
    assert (regimi / nome).read_text(encoding="utf-8").splitlines()[posto.riga - 1] == posto.testo


def test_tutti_i_guasti_insieme(regimi: Path) -> None:
    """Un giro solo per chi corregge."""
    for nome, vecchio, nuovo in (
        ("d36.yaml", "\nal: 2024-12-30", "\nal: 2024-12-28"),
        ("d36_corr.yaml", "come: d36", "come: d37"),
        ("procedure.yaml", "      - pubblicazione\n", "      - publicazione\n"),
    ):
        testo = (regimi / nome).read_text(encoding="utf-8")
        (regimi / nome).write_text(testo.replace(vecchio, nuovo, 1), encoding="utf-8")
    with pytest.raises(InvalidDataError) as errore:
        load_norme(regimi)
    codici = [f.codice for f in errore.value.findings]
    assert codici == ["regimi-con-un-buco", "riferimento-sconosciuto", "riferimento-sconosciuto"]


@pytest.mark.parametrize("nome", sorted(COMUNI))
def test_un_file_comune_che_manca_e_segnalato(nome: str, regimi: Path) -> None:
    """Con il suo nome."""
    (regimi / nome).unlink()
    with pytest.raises(InvalidDataError) as errore:
        load_norme(regimi)
    assert [f.posizione and f.posizione.file for f in errore.value.findings] == [str(regimi / nome)]


def test_senza_regimi_non_c_e_diritto(regimi: Path) -> None:
    """E si dice che cosa aggiungere."""
    for percorso in regimi.glob("*.yaml"):
        if percorso.name not in COMUNI:
            percorso.unlink()
    with pytest.raises(InvalidDataError) as errore:
        load_norme(regimi)
    assert "regime-mancante" in [f.codice for f in errore.value.findings]


# ——— una legge nuova

NUOVO = """\
id: d_nuovo
nome: Una legge che non c'è ancora
dal: 2027-03-01
come: d36_corr
criterio: La data di pubblicazione del bando
fonte: prova
verifica: K
verificato_al: 2027-03-01
parametri:
  - id: standstill
    nome: Termine dilatorio prima della stipula
    valori:
      - {dal: 2027-03-01, valore: 20, unita: giorni, da: comunicazioni, fonte: prova, verifica: K}
"""


def test_una_legge_nuova_e_un_file_nuovo_e_niente_altro(regimi: Path) -> None:
    """Si chiude quella di prima, si aggiunge un file: dal suo giorno vale, e per tutto il resto eredita."""
    corretto = (regimi / "d36_corr.yaml").read_text(encoding="utf-8")
    chiuso = corretto.replace("dal: 2024-12-31\n", "dal: 2024-12-31\nal: 2027-02-28\n", 1)
    (regimi / "d36_corr.yaml").write_text(chiuso, encoding="utf-8")
    (regimi / "z_nuovo.yaml").write_text(NUOVO, encoding="utf-8")
    diritto = Diritto(load_norme(regimi))
    agenda = Agenda(diritto, imagine())
    prima, dopo = agenda.schedule_invio(day("26/02/2027")), agenda.schedule_invio(day("01/03/2027"))
    assert (prima.regime, dopo.regime) == ("d36_corr", "d_nuovo")
    durate = [{p.id: p.durata for p in crono.passi} for crono in (prima, dopo)]
    assert [d["standstill"] for d in durate] == ["32 giorni", "20 giorni"]
    assert durate[0]["ricezione_offerte"] == durate[1]["ricezione_offerte"] == "30 giorni"
    assert agenda.find_invio(day("01/12/2024")) == Agenda(get_diritto(), imagine()).find_invio(day("01/12/2024"))
