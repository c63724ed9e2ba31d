"""Ogni errore di chi scrive i dati: rifiutato con il suo posto esatto, con le sue parole, con il suo rimedio."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from ldq_planner.errors import Finding, InvalidDataError
from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Caso(NamedTuple):
    """Un pezzo giusto cambiato in uno sbagliato, e l'unica segnalazione che ne deve uscire.

    `segnato` è ciò che il cursore sottolinea, `detto` e `rimedio` stanno nelle parole della segnalazione.
    """

    vecchio: str
    nuovo: str
    posto: str
    segnato: str
    codice: str
    detto: str
    rimedio: str


TITOLO = "    titolo: Affidamento\n"
FONTE = "    durata_mesi: 42\n    fonte: prova\n"
CASI = {
    # ——— date
    "il 30 febbraio": Caso(
        "2020-01-01",
        "2020-02-30",
        "contratti.yaml:7:13",
        "2020-02-30",
        "data-non-valida",
        "il giorno 30/02/2020 non esiste: febbraio 2020 ha 29 giorni",
        "AAAA-MM-GG",
    ),
    "il 31 giugno all'italiana": Caso(
        "2020-01-01",
        "31/06/2020",
        "contratti.yaml:7:13",
        "31/06/2020",
        "data-non-valida",
        "giugno 2020 ha 30 giorni",
        "AAAA-MM-GG",
    ),
    "un anno senza la prima cifra": Caso(
        "2020-01-01",
        "0219-06-21",
        "contratti.yaml:7:13",
        "0219-06-21",
        "data-non-valida",
        "l'anno 0219 non è plausibile (dal 1900 al 2100)",
        "AAAA-MM-GG",
    ),
    "un anno di un altro secolo": Caso(
        "2020-01-01",
        "2459-06-21",
        "contratti.yaml:7:13",
        "2459-06-21",
        "data-non-valida",
        "l'anno 2459 non è plausibile (dal 1900 al 2100)",
        "AAAA-MM-GG",
    ),
    "il mese 13": Caso(
        "2020-01-01",
        "2020-13-01",
        "contratti.yaml:7:13",
        "2020-13-01",
        "data-non-valida",
        "il mese 13 non esiste",
        "AAAA-MM-GG",
    ),
    "una data senza gli zeri": Caso(
        "2020-01-01",
        "1/7/2020",
        "contratti.yaml:7:13",
        "1/7/2020",
        "data-non-valida",
        "«1/7/2020» non è una data",
        "scrivere 2020-07-01",
    ),
    "un elenco per una data": Caso(
        "2020-01-01",
        "[2020]",
        "contratti.yaml:7:5",
        "inizio",
        "data-non-valida",
        "un elenco non è una data",
        "AAAA-MM-GG",
    ),
    "un giorno incerto dove ne serve uno certo": Caso(
        "2023-01-17\nente",
        "2023-01\nente",
        "quartieri.yaml:1:16",
        "2023-01",
        "data-non-valida",
        "«2023-01» non lo è",
        "AAAA-MM-GG",
    ),
    # ——— numeri
    "un numero con il trattino basso": Caso(
        "durata_mesi: 42",
        "durata_mesi: 1_000",
        "contratti.yaml:8:18",
        "1_000",
        "numero-non-valido",
        "«1_000» non è un numero intero",
        "scrivere 1000",
    ),
    "una durata con l'unità": Caso(
        "durata_mesi: 42",
        "durata_mesi: 42 mesi",
        "contratti.yaml:8:18",
        "42 mesi",
        "numero-non-valido",
        "«42 mesi» non è un numero intero",
        "solo cifre",
    ),
    "una durata di zero mesi": Caso(
        "durata_mesi: 42",
        "durata_mesi: 0",
        "contratti.yaml:8:18",
        "0",
        "durata-non-positiva",
        "una durata di «0» non esiste",
        "da 1 in su",
    ),
    "una durata negativa": Caso(
        "durata_mesi: 42",
        "durata_mesi: -6",
        "contratti.yaml:8:18",
        "-6",
        "durata-non-positiva",
        "una durata di «-6» non esiste",
        "da 1 in su",
    ),
    "una durata di secoli": Caso(
        "durata_mesi: 42",
        "durata_mesi: 999999999",
        "contratti.yaml:8:18",
        "999999999",
        "durata-non-plausibile",
        "999999999 mesi",
        "1200 mesi",
    ),
    "un importo all'italiana": Caso(
        FONTE,
        FONTE + "    importo_eur: 1.234,56\n",
        "contratti.yaml:10:18",
        "1.234,56",
        "importo-non-valido",
        "«1.234,56» non è un importo",
        "scrivere 1234.56",
    ),
    "un importo con la moneta": Caso(
        FONTE,
        FONTE + "    importo_eur: € 828.415,20\n",
        "contratti.yaml:10:18",
        "€ 828.415,20",
        "importo-non-valido",
        "«€ 828.415,20» non è un importo",
        "scrivere 828415.20",
    ),
    "un importo negativo": Caso(
        FONTE,
        FONTE + "    importo_eur: -5\n",
        "contratti.yaml:10:18",
        "-5",
        "importo-non-valido",
        "«-5» non è un importo",
        "per esempio 828415.20",
    ),
    # ——— parole
    "un CIG di sole cifre senza virgolette": Caso(
        TITOLO,
        TITOLO + "    cig: 0123456789\n",
        "contratti.yaml:7:10",
        "0123456789",
        "cig-senza-virgolette",
        "il CIG 0123456789 è scritto come un numero",
        'mettere tra virgolette: "0123456789"',
    ),
    "un CIG che pare una potenza": Caso(
        TITOLO,
        TITOLO + "    cig: 7E12345678\n",
        "contratti.yaml:7:10",
        "7E12345678",
        "cig-senza-virgolette",
        "il CIG 7E12345678 è scritto come un numero",
        'mettere tra virgolette: "7E12345678"',
    ),
    "un CIG minuscolo": Caso(
        TITOLO,
        TITOLO + "    cig: zb12345678\n",
        "contratti.yaml:7:10",
        "zb12345678",
        "cig-non-valido",
        "«zb12345678» non è un CIG",
        'scrivere "ZB12345678"',
    ),
    "un CIG corto": Caso(
        TITOLO,
        TITOLO + '    cig: "012345678"\n',
        "contratti.yaml:7:10",
        '"012345678"',
        "cig-non-valido",
        "«012345678» non è un CIG",
        "se manca, scrivere non noto",
    ),
    "no come id": Caso(
        "id: mazzini-2020",
        "id: no",
        "contratti.yaml:3:9",
        "no",
        "id-non-valido",
        "«no» non può essere un id",
        "scegliere una parola",
    ),
    "si come id": Caso(
        "id: mazzini-2020",
        "id: si",
        "contratti.yaml:3:9",
        "si",
        "id-non-valido",
        "«si» non può essere un id",
        "scegliere una parola",
    ),
    "un id con maiuscole e spazi": Caso(
        "id: mazzini-2020",
        "id: Mazzini 2020",
        "contratti.yaml:3:9",
        "Mazzini 2020",
        "id-non-valido",
        "«Mazzini 2020» non è un id",
        "per esempio mazzini-2020",
    ),
    "un preavviso a parole": Caso(
        "fonte: prova",
        "preavviso: 6 mesi\n    fonte: prova",
        "contratti.yaml:9:16",
        "6 mesi",
        "preavviso-non-valido",
        "«6 mesi» non è un preavviso",
        "scrivere 90 (giorni), 6m (mesi)",
    ),
    "un tipo che non esiste": Caso(
        "incarico-professionale",
        "incarico-profesionale",
        "contratti.yaml:5:11",
        "incarico-profesionale",
        "valore-non-ammesso",
        "«tipo» non può essere «incarico-profesionale»",
        "forse intendevi «incarico-professionale»?",
    ),
    "un tipo che non somiglia a nulla": Caso(
        "incarico-professionale",
        "boh",
        "contratti.yaml:5:11",
        "boh",
        "valore-non-ammesso",
        "«tipo» non può essere «boh»",
        "si può scrivere: appalto-di-servizi, incarico-professionale, gruppo-interno",
    ),
    "né sì né no": Caso(
        "piani:",
        "  - {id: altra, nome: A, tipo: gara, quartieri: [mazzini], fonte: f, durata_minima: boh}\npiani:",
        "scenari.yaml:8:85",
        "boh",
        "si-o-no",
        "«boh» non è un sì né un no",
        "scrivere sì oppure no",
    ),
    # ——— struttura
    "una chiave sconosciuta": Caso(
        FONTE,
        FONTE + "    importo: 5\n",
        "contratti.yaml:10:5",
        "importo",
        "chiave-sconosciuta",
        "la chiave «importo» non esiste",
        "forse intendevi «importo_eur»?",
    ),
    "una chiave sconosciuta in stile compatto": Caso(
        FONTE,
        FONTE + "    equipe: [{figura: 建築家, nummero: 1}]\n",
        "contratti.yaml:10:28",
        "nummero",
        "chiave-sconosciuta",
        "la chiave «nummero» non esiste",
        "forse intendevi «numero»?",
    ),
    "una chiave che manca": Caso(
        "    nome: Mazzini\n",
        "",
        "quartieri.yaml:5:5",
        "id",
        "chiave-mancante",
        "manca «nome»",
        "aggiungere la riga «nome: …»",
    ),
    "una chiave doppia": Caso(
        TITOLO,
        TITOLO + TITOLO,
        "contratti.yaml:7:5",
        "titolo",
        "chiave-doppia",
        "la chiave «titolo» c'è già alla riga 6",
        "una sola",
    ),
    "un importo vuoto": Caso(
        FONTE,
        FONTE + "    importo_eur:\n",
        "contratti.yaml:10:17",
        "",
        "valore-vuoto",
        "manca il valore di «importo_eur»",
        "non noto, oppure togliere la riga",
    ),
    "una scadenza vuota": Caso(
        "durata_mesi: 42",
        "scadenza_base:",
        "contratti.yaml:8:19",
        "",
        "valore-vuoto",
        "manca il valore di «scadenza_base»",
        "non noto",
    ),
    "un valore nullo": Caso(
        "titolo: Affidamento",
        "titolo: ~",
        "contratti.yaml:6:13",
        "~",
        "valore-vuoto",
        "manca il valore di «titolo»",
        "non noto",
    ),
    "un testo vuoto": Caso(
        "titolo: Affidamento",
        'titolo: " "',
        "contratti.yaml:6:13",
        '" "',
        "testo-vuoto",
        "«titolo» è vuoto",
        "togliere la riga",
    ),
    "un elenco vuoto": Caso(
        "[mazzini]",
        "[]",
        "contratti.yaml:4:5",
        "quartieri",
        "elenco-vuoto",
        "l'elenco «quartieri» è vuoto",
        "almeno un elemento",
    ),
    "una parola dove serve un elenco": Caso(
        "[mazzini]",
        "mazzini",
        "contratti.yaml:4:16",
        "mazzini",
        "struttura-inattesa",
        "in «quartieri» serve un elenco, non «mazzini»",
        "[uno, due]",
    ),
    "un blocco dove serve un elenco": Caso(
        "[mazzini]",
        "{uno: mazzini}",
        "contratti.yaml:4:5",
        "quartieri",
        "struttura-inattesa",
        "in «quartieri» serve un elenco, non un blocco di chiavi",
        "[uno, due]",
    ),
    "un elenco dove serve un blocco": Caso(
        "    nome: Mazzini\n",
        "    nome: Mazzini\n    sede: [via Mincio]\n",
        "quartieri.yaml:7:5",
        "sede",
        "struttura-inattesa",
        "in «sede» serve un blocco di chiavi, non un elenco",
        "andare a capo",
    ),
    "un elenco dove serve un testo": Caso(
        "nome: Mazzini",
        "nome: [Mazzini]",
        "quartieri.yaml:6:5",
        "nome",
        "testo-atteso",
        "in «nome» serve un testo, non un elenco",
        "scrivere il testo",
    ),
    "quartieri è una parola": Caso(
        "quartieri:\n  - id: mazzini\n    nome: Mazzini\n  - id: ponte-lambro\n    nome: Ponte Lambro\n",
        "quartieri: mazzini\n",
        "quartieri.yaml:4:12",
        "mazzini",
        "struttura-inattesa",
        "in «quartieri» serve un elenco, non «mazzini»",
        "trattino",
    ),
    # ——— ciò che YAML permette e i dati no
    "un'ancora": Caso(
        "titolo: Affidamento",
        "titolo: &a Affidamento",
        "contratti.yaml:6:13",
        "&a",
        "yaml-non-ammesso",
        "ancore YAML (&a)",
        "tra virgolette",
    ),
    "un alias": Caso(
        "titolo: Affidamento",
        "titolo: *a",
        "contratti.yaml:6:13",
        "*a",
        "yaml-non-ammesso",
        "alias YAML (*a)",
        "tra virgolette",
    ),
    "un'etichetta di Python": Caso(
        "titolo: Affidamento",
        "titolo: !!python/object:os.system ls",
        "contratti.yaml:6:13",
        "!!python/object:os.system",
        "yaml-non-ammesso",
        "etichette YAML (!!python/object:os.system)",
        "tra virgolette",
    ),
    "una chiave di fusione": Caso(
        FONTE,
        FONTE + "    <<: {nota: n}\n",
        "contratti.yaml:10:5",
        "<<",
        "yaml-non-ammesso",
        "chiavi di fusione (<<)",
        "per esteso",
    ),
    "un secondo documento": Caso(
        FONTE,
        FONTE + "---\naggiornato_al: 2023\n",
        "contratti.yaml:10:1",
        "---",
        "yaml-non-ammesso",
        "un secondo documento",
        "togliere la riga",
    ),
    "una chiave che è un elenco": Caso(
        FONTE,
        FONTE + "    ? [a]\n    : b\n",
        "contratti.yaml:10:7",
        "",
        "chiave-non-valida",
        "una chiave dev'essere una parola",
        "tra virgolette",
    ),
    # ——— significato
    "un id ripetuto": Caso(
        "    nome: Ponte Lambro\n",
        "    nome: Ponte Lambro\n  - id: ponte-lambro\n    nome: Altro\n",
        "quartieri.yaml:9:9",
        "ponte-lambro",
        "id-doppio",
        "c'è già",
        "scegliere un id diverso",
    ),
    "un id che rimanda a nulla": Caso(
        "[mazzini]",
        "[mazini]",
        "contratti.yaml:4:17",
        "mazini",
        "riferimento-sconosciuto",
        "«mazini» non è fra i quartieri",
        "forse intendevi «mazzini»?",
    ),
    "una fine prima dell'inizio": Caso(
        FONTE,
        FONTE + "    scadenza_base: 2019-12-31\n",
        "contratti.yaml:10:20",
        "2019-12-31",
        "fine-prima-dell-inizio",
        "31/12/2019",
        "correggere",
    ),
    "un'opzione che comincia prima della scadenza che estende": Caso(
        FONTE,
        FONTE + "    opzioni: [{tipo: proroga, stato: aperta, inizio: 2023-06-01, durata_mesi: 6, fonte: f}]\n",
        "contratti.yaml:10:54",
        "2023-06-01",
        "opzione-fuori-posto",
        "01/06/2023",
        "01/07/2023",
    ),
}


def find_segnalazioni(cartella: Path) -> tuple[Finding, ...]:
    """Ciò che vieta di leggere la cartella."""
    with pytest.raises(InvalidDataError) as errore:
        load(cartella)
    return errore.value.findings


@pytest.mark.parametrize("caso", CASI.values(), ids=CASI)
def test_rifiuto(caso: Caso, guasta: Callable[[str, str], Path]) -> None:
    """Una sola segnalazione, al posto esatto, che sottolinea ciò che è sbagliato e dice che cosa scrivere."""
    (segnalazione,) = find_segnalazioni(guasta(caso.vecchio, caso.nuovo))
    posto = segnalazione.posizione
    assert posto is not None
    assert f"{posto.file.rpartition('/')[2]}:{posto.riga}:{posto.colonna}" == caso.posto
    assert segnalazione.codice == caso.codice
    assert caso.detto in segnalazione.messaggio
    assert caso.rimedio in segnalazione.rimedio
    assert posto.testo[posto.colonna - 1 :][: posto.larghezza] == caso.segnato or not caso.segnato
    assert posto.larghezza == max(1, len(caso.segnato))


def test_tutti_i_problemi_di_tutti_i_file_insieme(
    scrivi: Callable[[dict[str, str | bytes | None]], Path], file_validi: dict[str, str]
) -> None:
    """Chi corregge vuole l'elenco intero, nell'ordine in cui lo troverà scorrendo i file."""
    cartella = scrivi(
        {
            "quartieri.yaml": file_validi["quartieri.yaml"].replace("nome: Mazzini", "nme: Mazzini"),
            "contratti.yaml": file_validi["contratti.yaml"]
            .replace("2020-01-01", "2020-02-30")
            .replace("[mazzini]", "[mazini]"),
            "scenari.yaml": file_validi["scenari.yaml"].replace("tipo: gara", "tipo:"),
            "ldq.toml": "[soglie]\nin_scadenza = 'novanta'\n",
        }
    )
    posti = [(f.codice, f.posizione and (f.posizione.file, f.posizione.riga)) for f in find_segnalazioni(cartella)]
    assert posti == [
        ("riferimento-sconosciuto", (str(cartella / "contratti.yaml"), 4)),
        ("data-non-valida", (str(cartella / "contratti.yaml"), 7)),
        ("numero-non-valido", (str(cartella / "ldq.toml"), 2)),
        ("chiave-mancante", (str(cartella / "quartieri.yaml"), 5)),
        ("chiave-sconosciuta", (str(cartella / "quartieri.yaml"), 6)),
        ("valore-vuoto", (str(cartella / "scenari.yaml"), 5)),
    ]


@pytest.mark.parametrize(
    "lungo", ["x" * 10_000, "riga\n" * 2_000, "\x1b[31m" * 100], ids=["lungo", "a capo", "comandi"]
)
def test_un_valore_sbagliato_si_ripete_corto_e_senza_caratteri_nascosti(
    lungo: str, guasta: Callable[[str, str], Path]
) -> None:
    """La segnalazione resta su una riga, qualunque cosa vi sia scritta."""
    scritto = lungo.replace("\n", "\\n").replace("\x1b", "\\e")
    (segnalazione,) = find_segnalazioni(guasta("2020-01-01", f'"{scritto}"'))
    assert segnalazione.messaggio.isprintable()
    assert len(segnalazione.messaggio) < 500
