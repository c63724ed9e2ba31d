"""Una cartella intera: letta, o rifiutata con tutti i problemi di tutti i file; un malanno non ne inventa altri."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Ref, Severita
from ldq_planner.loading import cartella as lettura_intera
from ldq_planner.loading.cartella import load, load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldq_planner.loading.documento import Documento

    Scrivi = Callable[[dict[str, str | bytes | None]], Path]


def find_codici(cartella: Path) -> list[str]:
    """Ciò che vieta di leggere la cartella: `contratti.yaml:4:17 codice`."""
    with pytest.raises(InvalidDataError) as errore:
        load(cartella)
    assert gc.isenabled()
    return [describe(finding) for finding in errore.value.findings]


def describe(finding: Finding) -> str:
    """Posto e codice di una segnalazione."""
    posto = finding.posizione
    assert posto is not None
    return f"{Path(posto.file).name}:{posto.riga}:{posto.colonna} {finding.codice}"


# ——— ciò che si legge


def test_i_dati_del_pacchetto_si_leggono() -> None:
    """I dati che viaggiano con il programma non hanno problemi."""
    portafoglio = load_portafoglio(find_dati_del_pacchetto())
    assert len(portafoglio.quartieri) == 6
    assert portafoglio.contratti


@pytest.mark.usefixtures("due_parser")
def test_la_lettura_non_dipende_dal_parser() -> None:
    """Con o senza libyaml i dati sono gli stessi."""
    attesi = load_portafoglio(find_dati_del_pacchetto())
    assert load_portafoglio(find_dati_del_pacchetto()) == attesi


def test_gli_scenari_e_le_soglie_possono_mancare(scrivi: Scrivi) -> None:
    """Bastano quartieri e contratti."""
    portafoglio = load_portafoglio(scrivi({"scenari.yaml": None}))
    assert portafoglio.scenari == ()
    assert portafoglio.soglie.in_scadenza == 90
    assert portafoglio.ipotesi.aggiornato_al == portafoglio.registro.aggiornato_al


@pytest.mark.parametrize("a_capo", ["\n", "\r\n"], ids=["Unix", "Windows"])
@pytest.mark.parametrize("segno", ["", "\ufeff"], ids=["senza segno d'ordine", "con segno d'ordine"])
def test_gli_editor_di_windows(a_capo: str, segno: str, scrivi: Scrivi, file_validi: dict[str, str]) -> None:
    """Il segno d'ordine dei byte e il CRLF non sono dati."""
    atteso = load_portafoglio(scrivi({}))
    diversi = {nome: segno + testo.replace("\n", a_capo) for nome, testo in file_validi.items()}
    assert load_portafoglio(scrivi({**diversi})) == atteso


@pytest.mark.parametrize(
    "nome",
    [
        "[red]rosso[/red]",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "\x1b[31m\x07",
        "due\nrighe\n",
        "x" * 10_000,
    ],
    ids=["rich", "HTML", "foglio di calcolo", "terminale", "a capo", "lunghissimo"],
)
def test_un_testo_resta_com_e(nome: str, guasta: Callable[[str, str], Path]) -> None:
    """Di ciò che sta in un campo di testo non si perde e non si interpreta nulla."""
    scritto = "".join(f"\\U{ord(c):08x}" for c in nome)
    portafoglio = load_portafoglio(guasta("nome: Mazzini", f'nome: "{scritto}"'))
    assert portafoglio.quartieri[0].nome == nome


def test_un_quartiere_senza_contratti_c_e(scrivi: Scrivi) -> None:
    """È il caso più grave, non un caso che manca."""
    portafoglio = load_portafoglio(scrivi({}))
    assert portafoglio.contratti_by_quartiere["ponte-lambro"] == ()


def test_due_contratti_negli_stessi_giorni(scrivi: Scrivi, file_validi: dict[str, str]) -> None:
    """È un fatto, non un errore di lettura."""
    secondo = file_validi["contratti.yaml"].partition("contratti:\n")[2].replace("mazzini-2020", "mazzini-bis")
    portafoglio = load_portafoglio(scrivi({"contratti.yaml": file_validi["contratti.yaml"] + secondo}))
    assert len(portafoglio.contratti_by_quartiere["mazzini"]) == 2


# ——— cartelle e file che non ci sono


@pytest.mark.parametrize("nome", ["manca", "manca/sotto", "contratti.yaml", "contratti.yaml/sotto", "a\0b", "x" * 300])
def test_una_cartella_che_non_c_e_e_un_problema_solo(nome: str, scrivi: Scrivi) -> None:
    """Non uno per ogni file che vi si sarebbe cercato."""
    cartella = scrivi({}) / nome
    with pytest.raises(InvalidDataError) as errore:
        load(cartella)
    (finding,) = errore.value.findings
    assert finding.codice == "cartella-mancante"
    assert str(cartella) in finding.messaggio
    assert finding.posizione == Posizione(str(cartella))
    assert finding.rimedio


def test_la_cartella_si_puo_dire_con_un_testo(scrivi: Scrivi) -> None:
    """Chi usa il programma da Python non deve costruire un `Path`."""
    assert load(str(scrivi({}))).portafoglio.contratti


def test_di_ogni_file_che_manca_si_parla(scrivi: Scrivi) -> None:
    """Uno non nasconde l'altro, e non si inventano rimandi rotti verso ciò che non si è letto."""
    assert find_codici(scrivi({"quartieri.yaml": None, "contratti.yaml": None})) == [
        "contratti.yaml:0:0 file-mancante",
        "quartieri.yaml:0:0 file-mancante",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="i collegamenti sono di Unix")
@pytest.mark.parametrize("nome", ["scenari.yaml", "ldq.toml"])
def test_un_file_facoltativo_che_c_e_ma_non_si_legge_non_si_tace(nome: str, scrivi: Scrivi) -> None:
    """Un collegamento rotto non è un file assente."""
    cartella = scrivi({"scenari.yaml": None})
    (cartella / nome).symlink_to(cartella / "altrove")
    assert find_codici(cartella) == [f"{nome}:0:0 file-mancante"]


# ——— un malanno non ne nasconde altri e non ne inventa

DUE_CONTRATTI = """\
aggiornato_al: 2023-01-17
contratti:
  - id: malato
    quartieri: [mazini]
    tipo: gruppo-interno
    titolo: T
    inizio: 2020-02-30
    scadenza_base: 2019-01-01
    fonte: f
  - id: sano
    quartieri: [mazzini]
    tipo: gruppo-interno
    titolo: T
    inizio: 2020-01-01
    scadenza_base: 2019-01-01
    fonte: f
"""
COSTO = """\
aggiornato_al: 2023-01-17
scenari:
  - id: gara
    nome: Gara
    tipo: gara
    quartieri: [mazzini]
    stima_costo: {come_contratto: malato, motivo: m}
    fonte: f
"""


def test_un_entita_malata_non_nasconde_i_problemi_delle_altre(scrivi: Scrivi) -> None:
    """E resta un id noto; di lei stessa si dice tutto ciò che non dipende dal campo malato."""
    assert find_codici(scrivi({"contratti.yaml": DUE_CONTRATTI, "scenari.yaml": COSTO})) == [
        "contratti.yaml:4:17 riferimento-sconosciuto",
        "contratti.yaml:7:13 data-non-valida",
        "contratti.yaml:15:20 fine-prima-dell-inizio",
    ]


def test_il_doppione_di_un_entita_malata_si_vede(scrivi: Scrivi) -> None:
    """L'id conta anche se il resto non ha forma."""
    doppio = DUE_CONTRATTI.replace("id: sano", "id: malato").replace("scadenza_base: 2019", "scadenza_base: 2022")
    assert find_codici(scrivi({"contratti.yaml": doppio})) == [
        "contratti.yaml:4:17 riferimento-sconosciuto",
        "contratti.yaml:7:13 data-non-valida",
        "contratti.yaml:10:9 id-doppio",
    ]


MALATI = {
    "una durata malata non è una durata che manca": ("durata_mesi: 42", "durata_mesi: boh", "8:18 numero-non-valido"),
    "una scadenza vuota non è una scadenza che manca": ("durata_mesi: 42", "scadenza_base:", "8:19 valore-vuoto"),
    "di due durate non vale nessuna": (
        "durata_mesi: 42",
        "scadenza_base: 2019\n    scadenza_base: 2021",
        "9:5 chiave-doppia",
    ),
    "un'opzione malata non sposta le altre": (
        "    fonte: prova",
        "    fonte: prova\n    opzioni: [{tipo: boh, stato: aperta, durata_mesi: 6, inizio: 2020-01-01, fonte: f}]",
        "10:22 valore-non-ammesso",
    ),
}


@pytest.mark.parametrize(("vecchio", "nuovo", "atteso"), MALATI.values(), ids=MALATI)
def test_un_campo_malato_non_inventa_problemi(
    vecchio: str, nuovo: str, atteso: str, guasta: Callable[[str, str], Path], file_validi: dict[str, str]
) -> None:
    """Le regole tacciono su ciò che non si è letto."""
    assert vecchio in file_validi["contratti.yaml"]
    assert find_codici(guasta(vecchio, nuovo)) == [f"contratti.yaml:{atteso}"]


SENZA_QUARTIERI = {
    "il file manca": (None, "0:0 file-mancante"),
    "il file ha un errore di sintassi": ("quartieri: [\n", "1:13 yaml-non-valido"),
    "l'elenco è scritto due volte": (
        "aggiornato_al: 2023\nente: E\nservizio: S\nquartieri: []\nquartieri: []\n",
        "5:1 chiave-doppia",
    ),
}


@pytest.mark.parametrize(("contenuto", "atteso"), SENZA_QUARTIERI.values(), ids=SENZA_QUARTIERI)
def test_senza_i_quartieri_i_contratti_si_guardano_lo_stesso(
    contenuto: str | None, atteso: str, scrivi: Scrivi, file_validi: dict[str, str]
) -> None:
    """I loro problemi si dicono, i rimandi verso ciò che non si è letto no."""
    contratti = file_validi["contratti.yaml"].replace("tipo: incarico-professionale", "tipo: boh")
    trovati = find_codici(scrivi({"quartieri.yaml": contenuto, "contratti.yaml": contratti}))
    assert "contratti.yaml:5:11 valore-non-ammesso" in trovati
    assert f"quartieri.yaml:{atteso}" in trovati
    assert not [t for t in trovati if "riferimento-sconosciuto" in t]


def test_un_id_scritto_male_si_riconosce_dai_rimandi(guasta: Callable[[str, str], Path]) -> None:
    """Chi rimanda a `mazzini` non sbaglia: sbaglia chi ha scritto `Mazzini`."""
    assert find_codici(guasta("id: mazzini\n", "id: Mazzini\n")) == ["quartieri.yaml:5:9 id-non-valido"]


def test_un_id_che_manca_non_rompe_i_rimandi(guasta: Callable[[str, str], Path]) -> None:
    """Quale fosse non si sa: nessun rimando si può dire rotto."""
    assert find_codici(guasta("  - id: mazzini\n    nome", "  - nome")) == ["quartieri.yaml:5:5 chiave-mancante"]


def test_un_elenco_di_testa_malato_non_nasconde_gli_altri(scrivi: Scrivi, file_validi: dict[str, str]) -> None:
    """Se `programmi` non è un elenco, i quartieri si leggono lo stesso."""
    quartieri = file_validi["quartieri.yaml"].replace("quartieri:", "programmi: nessuno\nquartieri:")
    quartieri = (
        quartieri.replace("    nome: Mazzini\n", "    nome: Mazzini\n    programmi: [cdq]\n") + "  - id: mazzini\n"
    )
    assert find_codici(scrivi({"quartieri.yaml": quartieri})) == [
        "quartieri.yaml:4:12 struttura-inattesa",
        "quartieri.yaml:11:5 chiave-mancante",
        "quartieri.yaml:11:9 id-doppio",
    ]


# ——— il posto delle segnalazioni

POSTI = {
    "il campo": (Ref("contratti", "mazzini-2020", ("durata_mesi",)), "contratti.yaml:8:18"),
    "l'elemento di un elenco": (Ref("contratti", "mazzini-2020", ("quartieri", 0)), "contratti.yaml:4:17"),
    "l'id, senza campo": (Ref("quartieri", "ponte-lambro"), "quartieri.yaml:7:9"),
    "l'entità, se il campo non c'è": (Ref("contratti", "mazzini-2020", ("cig",)), "contratti.yaml:3:5"),
    "l'elenco, se l'entità non c'è": (Ref("contratti", "altro"), "contratti.yaml:2:1"),
    "il campo di un file": (Ref("contratti.yaml", campo=("aggiornato_al",)), "contratti.yaml:1:16"),
    "un file che non si è letto": (Ref("ldq.toml"), "ldq.toml:0:0"),
}


@pytest.mark.parametrize(("ref", "atteso"), POSTI.values(), ids=POSTI)
def test_dove_guarda_una_segnalazione(ref: Ref, atteso: str, scrivi: Scrivi) -> None:
    """Il campo, o l'entità, o il file: sempre un posto."""
    finding = Finding("prova", Severita.AVVISO, "m", "r", ref)
    (trovata,) = load(scrivi({})).locate([finding])
    assert describe(trovata) == f"{atteso} prova"


def test_le_segnalazioni_escono_nell_ordine_dei_file(scrivi: Scrivi) -> None:
    """Per file, riga e colonna, comunque siano arrivate."""
    refs = (
        Ref("quartieri", "mazzini"),
        Ref("contratti", "mazzini-2020", ("inizio",)),
        Ref("contratti", "mazzini-2020"),
    )
    trovate = load(scrivi({})).locate(Finding("prova", Severita.AVVISO, "m", "r", ref) for ref in refs)
    assert [describe(f).partition(" ")[0] for f in trovate] == [
        "contratti.yaml:3:9",
        "contratti.yaml:7:13",
        "quartieri.yaml:5:9",
    ]


# ——— mentre un altro scrive


@pytest.mark.parametrize(("volte", "codici"), [(0, []), (2, []), (99, ["dati-che-cambiano"])])
def test_chi_legge_mentre_un_altro_scrive_rilegge(
    volte: int, codici: list[str], scrivi: Scrivi, file_validi: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """I file sono tutti dello stesso momento, o si dice che non si è potuto."""
    dati, lette = scrivi({}), 0
    nuovi = file_validi["contratti.yaml"].replace("contratti:", "contratti: # cambiati", 1)

    def read(cartella: Path) -> dict[str, Documento]:
        nonlocal lette
        documenti, lette = read_documenti(cartella), lette + 1
        if lette <= volte:
            (dati / "contratti.yaml").write_text(f"{nuovi}# {'x' * lette}\n", encoding="utf-8")
        return documenti

    read_documenti = lettura_intera._read_documenti  # noqa: SLF001 - è lì che si leggono i primi file
    monkeypatch.setattr(lettura_intera, "_read_documenti", read)
    try:
        trovati = [] if load(dati).portafoglio.contratti else ["vuoto"]
    except InvalidDataError as errore:
        trovati = [f.codice for f in errore.findings]
    assert (trovati, lette) == (codici, min(volte + 1, 5))
