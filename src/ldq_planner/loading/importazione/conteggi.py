"""Quante righe di ogni genere, e dove stanno le prime: il rapporto che chi importa legge per fidarsi."""

from __future__ import annotations

from ldq_planner.model.importazione import Particolarita

PRIME = 5
"""Quante se ne mostrano; le altre stanno nel file degli scarti, o nella fonte."""

INTERO = "rilascio"
"""Il posto di chi è tutto il file."""

CHE_COSA = {
    "inizio-mancante": "senza la data di inizio",
    "fine-mancante": "senza la data di fine",
    "data-con-fuso": "date con un'ora o un fuso: conta il giorno scritto",
    "data-imprecisa": "date a meno del mese o dell'anno: restano incerte",
    "data-seriale": "date scritte come numeri di foglio di calcolo",
    "data-illeggibile": "date che non si leggono: non note, il testo è nella nota",
    "anno-non-plausibile": "date di un anno non plausibile: non note, il testo è nella nota",
    "data-segnaposto": "date che stanno al posto di nessuna data (9999, 0000, 01/01/1970): non note",
    "formula-senza-valore": "formule senza valore: aprire il foglio con un programma di calcolo e salvarlo",
    "un-giorno-solo": "contratti di un giorno solo",
    "senza-fine": "fine al 31/12/2099: vuol dire senza fine, resta come è scritta",
    "stato-finito": "finiti prima della loro fine: chiusi",
    "stato-sospeso": "sospesi: non coprono, finché non riprendono",
    "stato-non-firmato": "non firmati, o programmati: scenari, mai copertura",
    "stato-ignoto": "con uno stato che non si conosce: contano come in vigore",
    "periodo-da-aggiudicazione": "date prese dall'aggiudicazione, non dal contratto",
    "periodo-da-bando": "date prese dal bando, non dal contratto: un piano, non un fatto",
    "durata-in-giorni": "durate in giorni, tenute in giorni",
    "durata-illeggibile": "durate che non si leggono: il testo è nella nota",
    "durata-non-plausibile": "durate non plausibili, oltre cent'anni",
    "prorogati": "già prorogati: la proroga è un'opzione esercitata, con la sua fine",
    "proroghe-diverse": "proroga e nuova scadenza non dicono lo stesso giorno: vale la nuova scadenza",
    "gara-aperta": "dicono solo fino a quando si può offrire: gare, non contratti",
    "fine-massima": "con una fine massima: è un'opzione aperta, non la fine",
    "fine-massima-prima": "fine massima prima della fine: non se ne fa un'opzione",
    "rinnovi": "con rinnovi previsti: opzioni aperte",
    "opzioni-dopo-il-2100": "rinnovi dopo il 2100: non si scrivono",
    "rinnovi-a-parole": "rinnovi detti a parole: opzioni aperte di cui non si sa la fine, il testo è nella nota",
    "rinnovi-illeggibili": "rinnovi che non si leggono: nessuna opzione, il testo è nella nota",
    "cig-nullo": "CIG di soli zeri: il CIG non c'è",
    "cig-ripetuto": "CIG che si ripetono: ogni contratto ha un id suo",
    "affidatari-uniti": "righe di uno stesso contratto, con un altro affidatario o un'altra fine: unite in una",
    "fini-diverse": "righe uguali tranne la fine: un contratto solo, certo fino alla prima, con un'opzione aperta fino all'ultima",
    "versione-superata": "righe di un contratto che una più recente ha superato, per la colonna che lo dice: unite a quella",
    "cig-non-ammesso": "CIG che non ha dieci fra cifre e lettere: non noto, il testo è nella nota",
    "id-ripetuto": "identificativi della fonte che si ripetono: ogni riga resta, con un id suo",
    "importo-zero": "importo a zero",
    "importo-ambiguo": "importi con il punto o la virgola delle migliaia o dei decimali: non si sa",
    "importo-illeggibile": "importi che non si leggono",
    "importo-negativo": "importi negativi",
    "importo-arrotondato": "importi con più di due decimali, arrotondati al centesimo",
    "valuta-mancante": "importi senza valuta, letti in euro: se non lo sono, --valuta",
    "valuta-diversa": "importi in un'altra valuta: l'importo in euro non è noto",
    "luoghi-in-elenco": "celle che elencano più luoghi, che altrove stanno da soli: il contratto è di tutti",
    "luoghi-forse-in-elenco": "celle che forse elencano più luoghi: uno solo, se sono di più «luoghi: elenco» nella mappa",
    "carattere-perso": "titoli con un carattere che nella fonte non si legge più (�): restano così",
    "testo-riparato": "testi con segni di Windows-1252, trattini nascosti o entità HTML: letti per ciò che sono",
    "virgolette-aperte": "virgolette che non si chiudono: la riga si legge come se non ci fossero",
    "gruppo-vuoto": "senza il nome del gruppo",
    "titolo-vuoto": "senza oggetto",
}
"""Che cosa vuol dire il codice di una particolarità."""

MOTIVI = {
    "durata-illeggibile": "nessuna data, e una durata che non si legge",
    "formula-senza-valore": "una formula senza valore: aprire il foglio con un programma di calcolo e salvarlo",
    "nessuna-data": "nessuna data e nessuna durata: non dice quando",
    "data-illeggibile": "una data non si legge",
    "anno-non-plausibile": "un anno non è plausibile (prima del 1990 o dopo il 2100)",
    "fine-prima-dell-inizio": "la fine viene prima dell'inizio",
    "annullato": "annullato o cancellato",
    "senza-esito": "andata deserta o non aggiudicata",
    "non-riproposto": "un acquisto del programma di prima, non riproposto",
    "non-acquisto": "una nota o una somma della scheda: non ha né un CUI né una descrizione",
    "riga-rotta": "la riga ha più celle delle colonne",
    "forma-inattesa": "non ha la forma del suo formato",
}
"""Che cosa vuol dire il codice di uno scarto."""


NON_DETTE = frozenset(("nessuna-data", "annullato", "senza-esito"))
"""Gli scarti che si sono letti: la fonte non dice quando, o dice che non se ne è fatto nulla."""


class Conteggi:
    """Codice → quante righe, e le prime."""

    def __init__(self, parole: dict[str, str]) -> None:
        """`parole` dice che cosa vuol dire ogni codice."""
        self._parole = parole
        self.file = ""
        """Il nome da mettere davanti al posto, se i file sono più d'uno."""
        self._righe: dict[str, list[str]] = {}
        self._quante: dict[str, int] = dict.fromkeys(parole, 0)

    def add(self, codice: str, posto: int | str, dettaglio: str = "") -> None:
        """Una riga in più."""
        self._quante[codice] += 1
        if self._quante[codice] <= PRIME:
            riga = f"riga {posto}" if isinstance(posto, int) else posto
            dove = ", ".join(filter(None, (self.file, "" if self.file and riga == INTERO else riga)))
            prime = self._righe.setdefault(codice, [])
            detto = f"{dove}: {dettaglio}" if dettaglio else dove
            if not prime or prime[-1] != detto:
                prime.append(detto)

    @property
    def totale(self) -> int:
        """Quante righe, con qualunque codice."""
        return sum(self._quante.values())

    def list(self) -> tuple[Particolarita, ...]:
        """Ciò che si è contato, nell'ordine in cui lo si spiega."""
        return tuple(
            Particolarita(codice, self._parole[codice], quante, tuple(self._righe[codice]))
            for codice, quante in self._quante.items()
            if quante
        )
