"""Le schede del programma degli acquisti come sono pubblicate: titoli, colonne, note, tabelle dei codici.

Fonte: D.M. 14/2018, Allegato II (schede A, B, C); D.Lgs. 36/2023, Allegato I.5 (schede G, H, I); le colonne sono quelle dei
moduli della piattaforma della Regione Marche (e-procurement-Programmazione).
"""

from __future__ import annotations

from typing import NamedTuple

from ldq_planner.reports.report import Soprattitolo

PRIVATI = "Apporto di capitale privato (10)"
"""Ciò che nella scheda degli acquisti sta sopra due colonne."""
RISORSE = "TIPOLOGIA RISORSE"
ARCO, DISPONIBILITA = "ARCO TEMPORALE DI VALIDITÀ DEL PROGRAMMA", "Disponibilità finanziaria (1)"
ANNI = ("Primo anno", "Secondo anno", "Terzo anno")
TOTALE = "Totale (9)"
REFERENTE = "Il referente del programma"
_CUI = "Codice Unico Intervento - CUI"
PRIORITA = "Livello di priorità"
DESCRIZIONE = "Descrizione dell'acquisto"
_RICOMPRESO = (
    "Acquisto ricompreso nell'importo complessivo di un lavoro o di altra acquisizione presente in programmazione di lavori, "
    "forniture e servizi"
)
NON_RIPROPOSTI = (
    _CUI,
    "CUP",
    DESCRIZIONE,
    "Importo acquisto",
    PRIORITA,
    "Motivo per il quale l'intervento non è riproposto (1)",
)
"""Le colonne della scheda I (C)."""
PROVENIENZE = {
    "vincolato": "risorse derivate da entrate aventi destinazione vincolata per legge",
    "mutuo": "risorse derivate da entrate acquisite mediante contrazione di mutuo",
    "privati": "risorse acquisite mediante apporti di capitali privati",
    "bilancio": "stanziamenti di bilancio",
    "dl-310-1990": (
        "finanziamenti acquisibili ai sensi dell'articolo 3 del decreto-legge 31 ottobre 1990, n. 310, convertito con "
        "modificazioni dalla legge 22 dicembre 1990, n. 403"
    ),
    "immobili": "risorse derivanti da trasferimento di immobili",
    "altro": "altro",
}
"""Provenienza delle risorse → come la chiama la scheda G (A), nel suo ordine."""


NOTE_RISORSE = (
    "I dati del quadro delle risorse sono calcolati come somma delle informazioni elementari relative a ciascun intervento",
    "L'importo totale delle risorse necessarie alla realizzazione del programma è calcolato come somma delle annualità",
)
"""Le note della scheda G (A)."""
NOTA_NON_RIPROPOSTI = "breve descrizione dei motivi"
"""La nota della scheda I (C)."""


class Modulo(NamedTuple):
    """Le tre schede di un programma: lettere, colonne, note e tabelle dei codici di quella degli acquisti."""

    programma: str
    risorse: str
    acquisti: str
    non_riproposti: str
    anni: tuple[str, ...]
    dopo: str
    centrale: str
    """Ciò che sta sopra le due colonne di chi farà la gara."""
    accordo: tuple[str, ...]
    """La colonna dell'accordo quadro, se la scheda ce l'ha."""
    colonne: tuple[str, ...]
    gruppi: tuple[tuple[int, ...], ...]
    """Le colonne di ciascuna tabella in cui la scheda si divide dove non ci sta; ognuna comincia con la descrizione."""
    soprattitoli: tuple[tuple[Soprattitolo, ...], ...]
    """I titoli che nella scheda degli acquisti stanno sopra più colonne."""
    note: tuple[str, ...]
    tabelle: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def costi(self) -> tuple[str, ...]:
        """Le colonne dei costi."""
        return (*self.anni, self.dopo, TOTALE)

    @property
    def soprattitoli_risorse(self) -> tuple[tuple[Soprattitolo, ...], ...]:
        """I titoli che nella scheda delle risorse stanno sopra gli anni."""
        quanti = len(self.anni)
        return ((Soprattitolo(ARCO, 1, quanti + 1),), (Soprattitolo(DISPONIBILITA, 1, quanti),))

    @property
    def lettere(self) -> tuple[str, str, str]:
        """Le lettere delle schede."""
        return (self.risorse, self.acquisti, self.non_riproposti)

    def name_tabella(self, quale: str) -> str:
        """Come si chiama una tabella di codici: `H.2bis`."""
        return f"Tabella {self.acquisti}.{quale}"

    def find_colonna(self, inizio: str) -> str:
        """Il titolo della colonna che comincia così."""
        return next(c for c in self.colonne if c.startswith(inizio))


class _Dette(NamedTuple):
    """Ciò che fra le due versioni della scheda cambia."""

    programma: str
    rup: str
    stima: str
    dopo: str
    centrale: str
    accordo: tuple[str, ...]
    allegato: str
    note: tuple[str, ...]


_TIPOLOGIE = (
    ("1", "finanza di progetto"),
    ("2", "concessione di forniture e servizi"),
    ("3", "sponsorizzazione"),
    ("4", "società partecipate o di scopo"),
    ("5", "locazione finanziaria"),
    ("6", "contratto di disponibilità"),
    ("9", "altro"),
)
_RICOMPRESI = (
    ("1", "no"),
    ("2", "sì"),
    ("3", "sì, CUI non ancora attribuito"),
    ("4", "sì, interventi o acquisti diversi"),
)
_MODIFICHE = (*(f"comma 8 lettera {x})" for x in "bcde"), "comma 9")
_CPV = (
    "Relativa a CPV principale. Deve essere rispettata la coerenza, per le prime due cifre, con il settore: F = CPV < 45 o 48; "
    "S = CPV > 48"
)
_SE_RICOMPRESO = (
    f'Compilare se nella colonna "{_RICOMPRESO}" si è risposto "SI" e se nella colonna "Codice CUP" non è stato riportato il '
    "CUP in quanto non presente"
)
_SOMMA = (
    "La somma è calcolata al netto dell'importo degli acquisti ricompresi nell'importo complessivo di un lavoro o di altra "
    "acquisizione presente in programmazione di lavori, forniture e servizi"
)
_RINNOVATI = "Servizi o forniture che presentano caratteri di regolarità o sono destinati ad essere rinnovati entro un determinato periodo"
_GIA_SPESE = (
    "ivi incluse le spese eventualmente già sostenute e con competenza di bilancio antecedente alla prima annualità"
)
_MODIFICATO = "se l'acquisto è stato aggiunto o è stato modificato a seguito di modifica in corso d'anno ai sensi dell'art. 7 commi 8 e 9"


def _make(lettere: tuple[str, str, str], anni: tuple[str, ...], dette: _Dette) -> Modulo:
    risorse, acquisti, non_riproposti = lettere
    colonne = (
        f"{_CUI} (1)",
        "Annualità nella quale si prevede di dare avvio alla procedura di affidamento",
        "Codice CUP (2)",
        f"{_RICOMPRESO} (Tabella {acquisti}.2bis)",
        "CUI lavoro o altra acquisizione nel cui importo complessivo l'acquisto è eventualmente ricompreso (3)",
        "Lotto funzionale (4)",
        "Ambito geografico di esecuzione dell'acquisto Codice NUTS",
        "Settore",
        "CPV (5)",
        DESCRIZIONE,
        f"{PRIORITA} (6) (Tabella {acquisti}.1)",
        dette.rup,
        "Durata del contratto",
        "L'acquisto è relativo a nuovo affidamento di contratto in essere (8)",
        *anni,
        dette.dopo,
        TOTALE,
        "Importo",
        f"Tipologia (Tabella {acquisti}.1bis)",
        "codice AUSA",
        "denominazione",
        *dette.accordo,
        f"Acquisto aggiunto o variato a seguito di modifica programma (12) (Tabella {acquisti}.2)",
    )
    costi, altre = 14, len(anni) + 2
    return Modulo(
        dette.programma,
        risorse,
        acquisti,
        non_riproposti,
        anni=anni,
        dopo=dette.dopo,
        centrale=dette.centrale,
        accordo=dette.accordo,
        colonne=colonne,
        gruppi=(
            (9, 0, 1, 7, 8),
            (9, 2, 3, 4, 5, 6),
            (9, 10, 11, 12, 13),
            (9, *range(costi, costi + altre)),
            (9, *range(costi + altre, len(colonne))),
        ),
        soprattitoli=(
            (
                Soprattitolo(dette.stima, costi, costi + altre + 1),
                Soprattitolo(dette.centrale.upper(), costi + altre + 2, costi + altre + 3),
            ),
            (Soprattitolo(PRIVATI, costi + altre, costi + altre + 1),),
        ),
        note=dette.note,
        tabelle=(
            ("1", (("1", "priorità massima"), ("2", "priorità media"), ("3", "priorità minima"))),
            ("1bis", _TIPOLOGIE),
            (
                "2",
                tuple((str(n), f"modifica ex art. 7 {comma}{dette.allegato}") for n, comma in enumerate(_MODIFICHE, 1)),
            ),
            ("2bis", _RICOMPRESI),
        ),
    )


TRIENNALE = _make(
    ("G", "H", "I"),
    ANNI,
    _Dette(
        "Programma triennale degli acquisti di beni e servizi",
        "Responsabile Unico del Progetto (7)",
        "STIMA DEI COSTI DELL'ACQUISTO (13)",
        "Costi su annualità successive",
        (
            "Centrale di committenza, soggetto aggregatore o altra stazione appaltante qualificata alla quale si intende "
            "ricorrere per la procedura di affidamento (11)"
        ),
        ("Codice di Gara (CIG) dell'eventuale accordo quadro o convenzione (14)",),
        " allegato I.5 al codice",
        (
            (
                "Codice intervento = sigla settore (F = forniture/beni; S = servizi) + cf amministrazione + prima annualità del primo "
                "programma nel quale l'intervento è stato inserito + progressivo di 5 cifre"
            ),
            "Indica il CUP (cfr. articolo 6 comma 4)",
            _SE_RICOMPRESO,
            "Indica se lotto funzionale secondo la definizione di cui all'art. 3 comma 1 lettera s) dell'allegato I.1 al codice",
            _CPV,
            "Indica il livello di priorità di cui all'articolo 6 comma 10 del codice",
            "Nome e cognome del responsabile unico del progetto",
            _RINNOVATI,
            f"Importo complessivo ai sensi dell'articolo 6, comma 5 dell'allegato I.5 al codice, {_GIA_SPESE}",
            "Importo del capitale privato come quota parte dell'importo complessivo",
            "Dati obbligatori per i soli acquisti ricompresi nella prima annualità (cfr. articolo 8 dell'allegato I.5 al codice)",
            (
                f"Indica {_MODIFICATO} dell'allegato I.5 al codice. Tale campo, come la relativa nota e tabella, compare solo in caso "
                "di modifica del programma"
            ),
            _SOMMA,
            (
                "Riporta il Codice CIG dell'accordo quadro o della convenzione alla quale si intenda eventualmente aderire qualora lo "
                "stesso sia già disponibile e se ne sia verificata la capienza"
            ),
        ),
    ),
)
BIENNALE = _make(
    ("A", "B", "C"),
    ANNI[:2],
    _Dette(
        "Programma biennale degli acquisti di forniture e servizi",
        "RUP",
        "STIMA DEI COSTI DELL'ACQUISTO",
        "Costi su annualità successiva",
        (
            "Centrale di committenza o soggetto aggregatore al quale si farà ricorso per l'espletamento della procedura di "
            "affidamento (11)"
        ),
        (),
        "",
        (
            (
                "Codice CUI = sigla settore (F = forniture; S = servizi) + cf amministrazione + prima annualità del primo programma nel "
                "quale l'intervento è stato inserito + progressivo di 5 cifre della prima annualità del primo programma"
            ),
            "Indica il CUP (cfr. articolo 6 comma 4)",
            _SE_RICOMPRESO,
            "Indica se lotto funzionale secondo la definizione di cui all'art. 3 comma 1 lettera qq) del D.Lgs. 50/2016",
            _CPV,
            "Indica il livello di priorità di cui all'articolo 6 commi 10 e 11",
            "Riportare nome e cognome del RUP",
            _RINNOVATI,
            f"Importo complessivo ai sensi dell'articolo 3, comma 6, {_GIA_SPESE}",
            "Riportare l'importo del capitale privato come quota parte dell'importo complessivo",
            "Dati obbligatori per i soli acquisti ricompresi nella prima annualità (cfr. articolo 8)",
            f"Indicare {_MODIFICATO}. Tale campo, come la relativa nota e tabella, compaiono solo in caso di modifica del programma",
            _SOMMA,
        ),
    ),
)


def choose_modulo(anni: tuple[int, ...]) -> Modulo:
    """Le schede di un programma di quegli anni."""
    return TRIENNALE if len(anni) == len(ANNI) else BIENNALE
