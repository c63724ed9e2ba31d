"""I contratti: ciò che tiene aperto un laboratorio per un periodo."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ldq_planner.model.base import Cig, Data, Giorno, Id, Importo, Intero, Modello, NonNoto, Positivo, Testo


class Affidatario(Modello):
    """Chi esegue il contratto, o un membro del raggruppamento."""

    nome: Testo
    ruolo: Literal["capogruppo", "mandante", "singolo"] = "singolo"


class Opzione(Modello):
    """Rinnovo o proroga previsti dal contratto; decorre dal giorno dopo la scadenza che estende.

    La fine è `scadenza` se il documento la dà, altrimenti `durata_mesi` contati dalla decorrenza.
    """

    tipo: Literal["rinnovo", "proroga"]
    stato: Literal["esercitata", "non-esercitata", "aperta"]
    inizio: Data | None = None
    """Decorrenza dichiarata; se manca è il giorno dopo la scadenza estesa."""
    durata_mesi: Positivo | None = None
    scadenza: Data | None = None
    """Ultimo giorno in vigore, compreso."""
    importo_eur: Annotated[Importo | None, NonNoto] = None
    fonte: Testo


class FiguraEquipe(Modello):
    """Una figura dell'équipe, e quante ce ne sono."""

    figura: Testo
    numero: Annotated[Intero | None, NonNoto] = None


class Contratto(Modello):
    """Un contratto, con i suoi quartieri e le sue opzioni.

    La scadenza base è `scadenza_base` se il documento la dichiara, altrimenti `durata_mesi` contati da `inizio`.
    """

    id: Id
    quartieri: Annotated[tuple[Id, ...], Field(min_length=1)]
    tipo: Literal["appalto-di-servizi", "incarico-professionale", "gruppo-interno"]
    titolo: Testo
    base_giuridica: Annotated[Testo | None, NonNoto] = None
    affidatari: tuple[Affidatario, ...] = ()
    cig: Annotated[Cig | None, NonNoto] = None
    inizio: Data
    """Decorrenza: primo giorno in vigore, compreso."""
    durata_mesi: Positivo | None = None
    scadenza_base: Data | None = None
    """Ultimo giorno in vigore senza opzioni, compreso, come lo dichiara il documento."""
    scadenza_effettiva: Data | None = None
    """Ultimo giorno in vigore con le opzioni esercitate, compreso, come lo dichiara il documento."""
    opzioni: tuple[Opzione, ...] = ()
    importo_eur: Annotated[Importo | None, NonNoto] = None
    """Importo senza opzioni, nella valuta di `iva`."""
    iva: Annotated[Literal["inclusa", "esclusa"] | None, NonNoto] = None
    finanziamento: Annotated[Testo | None, NonNoto] = None
    equipe: tuple[FiguraEquipe, ...] = ()
    organizzazione: tuple[Testo, ...] = ()
    delibere: tuple[Id, ...] = ()
    nota: Testo | None = None
    fonte: Testo


class FileContratti(Modello):
    """`contratti.yaml`: i contratti passati e in corso."""

    aggiornato_al: Giorno
    """Ultimo giorno a cui i dati del file sono stati verificati: l'età dei dati si conta da qui."""
    contratti: tuple[Contratto, ...]
