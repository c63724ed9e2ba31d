"""I quartieri, i loro programmi e ciò che un laboratorio vi fa."""

from __future__ import annotations

from typing import Annotated, Literal

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.model.base import (
    Anticipo,
    Booleano,
    CodiceFiscale,
    Data,
    Giorno,
    Id,
    Intero,
    Modello,
    NonNoto,
    Testo,
)


class Fonte(Modello):
    """Il documento da cui vengono i dati."""

    id: Id
    titolo: Testo
    ente: Testo
    """Chi lo ha prodotto o ricevuto."""
    data: Giorno
    """Il giorno del documento, certo."""
    a_cura_di: Testo | None = None
    """L'ufficio che lo ha scritto."""
    nota: Testo | None = None


class Delibera(Modello):
    """Un atto che fonda o orienta il servizio."""

    id: Id
    titolo: Testo
    organo: Testo
    """Chi l'ha approvata: per esempio la Giunta comunale."""
    numero: Testo
    """Il numero, come sta sull'atto."""
    data: Giorno
    """Il giorno dell'atto, certo."""
    fonte: Testo


class Asse(Modello):
    """Una delle linee in cui è articolato il servizio di un programma."""

    id: Testo
    """La sigla con cui il documento lo chiama; non dev'essere un id."""
    titolo: Testo
    testo: Testo
    """Che cosa il documento vi comprende."""


class Programma(Modello):
    """Il programma urbano che un laboratorio accompagna; la fine può essere solo indicativa."""

    id: Id
    nome: Testo
    sigla: Testo | None = None
    """Il nome breve, nelle tabelle."""
    inizio: Data = NON_NOTA
    """Primo giorno del programma, compreso."""
    fine: Data = NON_NOTA
    """Ultimo giorno del programma, compreso: fin lì arriva uno scenario con `fino_a_programma`."""
    assi: tuple[Asse, ...] = ()
    attivita: tuple[Testo, ...] = ()
    """Le attività che il programma prevede."""
    nota: Testo | None = None
    fonte: Testo

    @property
    def nome_breve(self) -> str:
        """La sigla, o il nome di chi non ne ha."""
        return self.sigla or self.nome


class Popolazione(Modello):
    """Chi abita il quartiere, al momento detto da `riferita_a`."""

    abitanti: Annotated[Intero | None, NonNoto] = None
    """Residenti: moltiplicati per i giorni scoperti danno gli abitanti-giorni."""
    abitanti_circa: Booleano = False
    """Sì se il documento scrive «circa»."""
    nuclei: Annotated[Intero | None, NonNoto] = None
    """Nuclei familiari."""
    alloggi_erp: Annotated[Intero | None, NonNoto] = None
    """Alloggi di edilizia residenziale pubblica."""
    riferita_a: Testo | None = None
    """Il momento dei numeri, a parole: per esempio «avvio del programma»."""
    fonte: Testo


class Sede(Modello):
    """Il luogo del laboratorio."""

    indirizzo: Testo
    """Via e numero civico."""
    tipo: Testo
    """Che spazio è, a parole."""
    proprieta: Annotated[Testo | None, NonNoto] = None
    """Di chi è lo spazio."""
    dal: Data = NON_NOTA
    """Primo giorno in cui il laboratorio vi sta, compreso."""
    problemi: tuple[Testo, ...] = ()
    """I guai della sede che il documento segnala."""
    fonte: Testo


class Attivita(Modello):
    """Una cosa che il laboratorio fa, o che è prevista."""

    titolo: Testo
    stato: Literal["in-corso", "prevista"] = "in-corso"
    in_collaborazione_con: Testo | None = None
    """Con chi si fa."""
    fonte: Testo


class Considerazione(Modello):
    """Un giudizio del documento, riportato: non entra nei calcoli."""

    testo: Testo
    fonte: Testo


class Quartiere(Modello):
    """Un quartiere servito, o da servire, da un laboratorio."""

    id: Id
    nome: Testo
    municipio: Annotated[Intero | None, NonNoto] = None
    """Il numero del municipio o della circoscrizione."""
    ente: Testo | None = None
    """Chi vi compra il servizio, quando i dati sono di più enti; se manca è quello del file."""
    laboratorio: Testo | None = None
    """Il nome del laboratorio, quando non è «Laboratorio di Quartiere» e il nome del quartiere."""
    programmi: tuple[Id, ...] = ()
    """Gli id dei programmi che il laboratorio accompagna."""
    popolazione: Popolazione | None = None
    sede: Sede | None = None
    attivita: tuple[Attivita, ...] = ()
    presidio_minimo: Annotated[Intero | None, NonNoto] = None
    """Con meno operatori di questi il presidio è ridotto; se manca decide `ldq.toml` o, senza, l'ultima équipe piena."""
    preavviso: Anticipo | None = None
    """Quanto prima di una scadenza avvisare: `90` (giorni), `6m` (mesi), `120%` o `1.2x` (del tempo di gara probabile).
    Vale per i suoi contratti che non ne hanno uno."""
    nota: Testo | None = None
    fonte: Testo | None = None

    @property
    def nome_laboratorio(self) -> str:
        """Come si chiama il suo laboratorio."""
        return self.laboratorio or f"Laboratorio di Quartiere {self.nome}"

    @property
    def abitanti(self) -> int | None:
        """Quante persone vi abitano, se il documento lo dice."""
        return self.popolazione.abitanti if self.popolazione else None

    @property
    def abitanti_circa(self) -> bool:
        """Vero se il documento dice gli abitanti con un «circa»."""
        return self.popolazione is not None and self.popolazione.abitanti_circa


class FileQuartieri(Modello):
    """`quartieri.yaml`: quartieri, programmi, atti e attività comuni."""

    aggiornato_al: Giorno
    """Ultimo giorno a cui i dati del file sono stati verificati, certo."""
    ente: Testo
    """Chi compra il servizio."""
    codice_fiscale: Annotated[CodiceFiscale | None, NonNoto] = None
    """Il codice fiscale di chi compra: undici cifre, tra virgolette; con questo `ldq acquisti` fa i CUI."""
    servizio: Testo
    """Il nome del servizio: con `ente` fa il titolo delle risposte."""
    fonti: tuple[Fonte, ...] = ()
    """I documenti da cui vengono i dati."""
    nota: Testo | None = None
    """Un avvertimento che vale per tutti i dati del file."""
    delibere: tuple[Delibera, ...] = ()
    """Gli atti che fondano il servizio: i contratti vi rimandano con il loro id."""
    programmi: tuple[Programma, ...] = ()
    attivita_comuni: tuple[Attivita, ...] = ()
    """Ciò che si fa in tutti i laboratori."""
    finalita: tuple[Considerazione, ...] = ()
    """A che cosa serve il servizio."""
    considerazioni: tuple[Considerazione, ...] = ()
    """I giudizi del documento."""
    quartieri: tuple[Quartiere, ...]
