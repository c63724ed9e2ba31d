"""I quartieri, i loro programmi e ciò che un laboratorio vi fa."""

from __future__ import annotations

from typing import Annotated, Literal

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.model.base import Booleano, Data, Giorno, Id, Intero, Modello, NonNoto, Testo


class Fonte(Modello):
    """Il documento da cui vengono i dati."""

    id: Id
    titolo: Testo
    ente: Testo
    data: Giorno
    """Il giorno del documento."""
    a_cura_di: Testo | None = None
    nota: Testo | None = None


class Delibera(Modello):
    """Un atto che fonda o orienta il servizio."""

    id: Id
    titolo: Testo
    organo: Testo
    numero: Testo
    data: Giorno
    fonte: Testo


class Asse(Modello):
    """Una delle linee in cui è articolato il servizio di un programma."""

    id: Testo
    titolo: Testo
    testo: Testo


class Programma(Modello):
    """Il programma urbano che un laboratorio accompagna; la fine può essere solo indicativa."""

    id: Id
    nome: Testo
    sigla: Testo | None = None
    inizio: Data = NON_NOTA
    fine: Data = NON_NOTA
    """Ultimo giorno del programma, compreso."""
    assi: tuple[Asse, ...] = ()
    attivita: tuple[Testo, ...] = ()
    nota: Testo | None = None
    fonte: Testo


class Popolazione(Modello):
    """Chi abita il quartiere, al momento detto da `riferita_a`."""

    abitanti: Annotated[Intero | None, NonNoto] = None
    abitanti_circa: Booleano = False
    """Vero se il documento scrive «circa»."""
    nuclei: Annotated[Intero | None, NonNoto] = None
    alloggi_erp: Annotated[Intero | None, NonNoto] = None
    riferita_a: Testo | None = None
    fonte: Testo


class Sede(Modello):
    """Il luogo del laboratorio."""

    indirizzo: Testo
    tipo: Testo
    proprieta: Annotated[Testo | None, NonNoto] = None
    dal: Data = NON_NOTA
    problemi: tuple[Testo, ...] = ()
    fonte: Testo


class Attivita(Modello):
    """Una cosa che il laboratorio fa, o che è prevista."""

    titolo: Testo
    stato: Literal["in-corso", "prevista"] = "in-corso"
    in_collaborazione_con: Testo | None = None
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
    laboratorio: Testo | None = None
    """Il nome del laboratorio, quando non è «Laboratorio di Quartiere» e il nome del quartiere."""
    programmi: tuple[Id, ...] = ()
    popolazione: Popolazione | None = None
    sede: Sede | None = None
    attivita: tuple[Attivita, ...] = ()
    nota: Testo | None = None
    fonte: Testo | None = None

    @property
    def abitanti(self) -> int | None:
        """Quante persone vi abitano, se il documento lo dice."""
        return self.popolazione.abitanti if self.popolazione else None


class FileQuartieri(Modello):
    """`quartieri.yaml`: quartieri, programmi, atti e attività comuni."""

    aggiornato_al: Giorno
    """Ultimo giorno a cui i dati del file sono stati verificati."""
    ente: Testo
    servizio: Testo
    fonti: tuple[Fonte, ...] = ()
    nota: Testo | None = None
    delibere: tuple[Delibera, ...] = ()
    programmi: tuple[Programma, ...] = ()
    attivita_comuni: tuple[Attivita, ...] = ()
    finalita: tuple[Considerazione, ...] = ()
    considerazioni: tuple[Considerazione, ...] = ()
    quartieri: tuple[Quartiere, ...]
