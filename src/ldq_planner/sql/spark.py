"""Spark Connect: lo stesso testo su un cluster che c'è già. Il cliente è leggero e non vuole Java; i percorsi sono del server."""

from __future__ import annotations

import re
import socket
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ldq_planner.errors import InvalidRequestError, LdqError
from ldq_planner.model.scambio.piatto import NECESSARIE, list_campi
from ldq_planner.sql.dialetto import PARAMETRO, SPARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from ldq_planner.model.scambio.piatto import Campo
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Riga, Valore

PORTA = 15002
_SCHEMA = "sc"
_MINIMA = (3, 5)
"""La versione del server da cui c'è tutto ciò che il testo usa."""
_ATTESA_S = 5
"""Secondi che si aspetta un server che non risponde."""
_RIPROVE = 3
_COME_SI_SCRIVE = f"un server Spark Connect si scrive sc://NOME:{PORTA}"
_COME_SI_AVVIA = f"avviare il server Spark Connect, o controllare nome e porta (di solito {PORTA})"
_DETTAGLIO = re.compile(r'details = "([^"]+)"')
_DEL_SERVER = "il percorso è quello che vede il server, non questa macchina"
_TIPI = {
    "testo": "STRING",
    "testi": "ARRAY<STRING>",
    "giorno": "DATE",
    "intero": "INT",
    "booleano": "BOOLEAN",
    "importo": "DECIMAL(15, 2)",
}


class Indirizzo(NamedTuple):
    """Dov'è il server: il testo com'è scritto, il nome della macchina e la porta."""

    testo: str
    macchina: str
    porta: int


class MotoreSpark:
    """Una sessione su un server Spark Connect.

    Un risultato si tiene sul server: nella memoria di chi ci lavora o, se c'è un `appoggio`, in una sua cartella.
    """

    is_preparato = False
    """Accanto ai dati di un server non si tiene nulla: `ldq prepara` è di chi li ha davanti."""

    def __init__(self, sessione: SparkSession, appoggio: str | None = None) -> None:
        self._sessione, self._appoggio = sessione, appoggio
        self._tenuti: dict[str, DataFrame] = {}  # il server dimentica ciò che il cliente non tiene

    @property
    def dialetto(self) -> Dialetto:
        """Quello di Spark."""
        return SPARK

    def read(self, nome: str, percorsi: Sequence[str]) -> None:
        """La tavola che sta in quei Parquet del server, con le sue colonne e i loro tipi; chi manca è nulla."""
        with explain(percorsi):
            letti = self._sessione.read.option("mergeSchema", value=len(percorsi) > 1).parquet(*percorsi)
            presenti = {*letti.columns}
        mancano = [colonna for colonna in NECESSARIE[nome] if colonna not in presenti]
        if mancano:
            raise LdqError(f"in «{percorsi[0]}» il server Spark non trova la colonna «{mancano[0]}»", _DEL_SERVER)
        colonne = (
            f"CAST({c.nome if c.nome in presenti else 'NULL'} AS {_name_tipo(c)}) AS {c.nome}"
            for c in list_campi()[nome]
        )
        letti.selectExpr(*colonne).createOrReplaceTempView(nome)

    def save(self, nome: str, testo: str, **valori: Valore) -> None:
        """Tiene il risultato in una tavola."""
        with explain():
            righe = self._run(testo, valori)
            if self._appoggio is None:
                tenute = righe.localCheckpoint()
            else:
                percorso = f"{self._appoggio}/{nome}"
                righe.write.mode("overwrite").parquet(percorso)
                tenute = self._sessione.read.schema(righe.schema).parquet(percorso)
            tenute.createOrReplaceTempView(nome)
            self._tenuti[nome] = tenute

    def ask(self, testo: str, **valori: Valore) -> list[Riga]:
        """Le righe del risultato."""
        with explain():
            return [tuple(map(_unpack, riga)) for riga in self._run(testo, valori).collect()]

    def find_riga(self, tavola: str, id_: str) -> tuple[str, int]:  # noqa: ARG002 - qui di una riga si sa solo la tavola
        """La tavola: un server non dice da quale dei suoi file viene una riga."""
        return tavola, 0

    def write(self, testo: str, percorso: str, formato: str, **valori: Valore) -> int:
        """Scrive le righe del risultato in quella cartella del server, che non deve esserci; e dice quante sono."""
        with explain():
            righe = self._run(testo, valori)
            righe.write.mode("error").option("header", value=True).format(formato).save(percorso)
            scritte = (
                self._sessione.read.schema(righe.schema).option("header", value=True).format(formato).load(percorso)
            )
            return int(scritte.count())

    def _run(self, testo: str, valori: dict[str, Valore]) -> DataFrame:
        nomi = set(PARAMETRO.findall(testo))
        return self._sessione.sql(testo, args={nome: valore for nome, valore in valori.items() if nome in nomi})


@contextmanager
def open_spark(indirizzo: str, appoggio: str | None = None) -> Iterator[MotoreSpark]:
    """Il motore di quel server; alla fine, o se lo si interrompe, il server non lavora più per noi.

    Errori: `InvalidRequestError` se non è un indirizzo; `LdqError` se il server non risponde, o è troppo vecchio.
    """
    server = read_indirizzo(indirizzo)
    _knock(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # di pandas, che qui non si usa
        from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415 - componente facoltativo
        from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415 - come sopra

        with _explain_apertura(server):
            sessione = SparkSession.builder.remote(server.testo).create()
            sessione.client.set_retry_policies([DefaultPolicy(max_retries=_RIPROVE, max_backoff=1000)])
            versione = sessione.version
        check_versione(server, versione)
        try:
            yield MotoreSpark(sessione, appoggio)
        except BaseException:
            _stop(sessione, is_interrotta=True)
            raise
        _stop(sessione, is_interrotta=False)


def read_indirizzo(testo: str) -> Indirizzo:
    """Dov'è il server.

    Errori: `InvalidRequestError` con l'indirizzo da scrivere, se non è di Spark Connect.
    """
    try:
        parti = urlsplit(testo)
        macchina, porta = parti.hostname, parti.port or PORTA
    except ValueError:
        raise InvalidRequestError(f"«{testo}» non è un indirizzo", _COME_SI_SCRIVE) from None
    if parti.scheme == "spark":
        dove = f"sc://{macchina or 'NOME'}:{PORTA}"
        raise InvalidRequestError(
            f"«{testo}» è l'indirizzo di un master, e da qui si parla con un server Spark Connect", f"scrivere {dove}"
        )
    if parti.scheme != _SCHEMA or not macchina:
        raise InvalidRequestError(f"«{testo}» non è un motore", f"scrivere duckdb, o un indirizzo: {_COME_SI_SCRIVE}")
    return Indirizzo(testo, macchina, porta)


@contextmanager
def explain(percorsi: Sequence[str] = ()) -> Iterator[None]:
    """Ciò che il server rifiuta, o la sua assenza, in una frase.

    Errori: `LdqError`.
    """
    from pyspark.errors import PySparkException  # noqa: PLC0415 - componente facoltativo

    try:
        yield
    except PySparkException as errore:
        detto = _quote(errore)
        if percorsi:
            quali = ", ".join(f"«{p}»" for p in percorsi[:3])
            raise LdqError(
                f"il server Spark non legge {quali}: {detto}",
                "il percorso è quello che vede il server, non questa macchina",
            ) from errore
        if "UNAVAILABLE" in str(errore) or "Connection" in detto:
            raise LdqError("il server Spark non risponde più: il lavoro si è fermato a metà", "riprovare") from errore
        if "checkpoint" in detto:
            raise LdqError(
                f"il server Spark non sa tenere i risultati in memoria: {detto}",
                "dargli una cartella sua, che tutti i suoi esecutori vedono: --appoggio CARTELLA",
            ) from errore
        raise LdqError(f"il server Spark ha rifiutato la domanda: {detto}") from errore


@contextmanager
def _explain_apertura(server: Indirizzo) -> Iterator[None]:
    """Chi a quell'indirizzo c'è, ma non è un server Spark Connect, in una frase."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - componente facoltativo

    try:
        yield
    except PySparkException as errore:
        raise LdqError(
            f"a «{server.testo}» non risponde un server Spark Connect: {_quote(errore)}", _COME_SI_AVVIA
        ) from errore


def _quote(errore: Exception) -> str:
    """La prima riga di ciò che il server ha detto."""
    testo = str(errore).strip() or type(errore).__name__
    dettaglio = _DETTAGLIO.search(testo)
    return (dettaglio[1] if dettaglio else testo.splitlines()[0])[:300]


def _knock(server: Indirizzo) -> None:
    """Nulla, se a quell'indirizzo qualcuno risponde: chi non c'è non fa aspettare minuti."""
    try:
        socket.create_connection((server.macchina, server.porta), timeout=_ATTESA_S).close()
    except OSError:
        raise LdqError(
            f"a «{server.testo}» non risponde nessuno",
            _COME_SI_AVVIA,
        ) from None


def check_versione(server: Indirizzo, versione: str) -> None:
    """Nulla, se quel server sa tutto ciò che il testo usa.

    Errori: `LdqError` con la sua versione, e quella che ci vuole.
    """
    numeri = tuple(int(n) for n in re.findall(r"\d+", versione)[:2])
    if numeri < _MINIMA:
        minima = ".".join(map(str, _MINIMA))
        raise LdqError(f"il server «{server.testo}» ha Spark {versione}", f"ci vuole almeno Spark {minima}")


def _stop(sessione: SparkSession, *, is_interrotta: bool) -> None:
    """Ciò che il server faceva per noi finisce; un server morto non ha nulla da finire."""
    with suppress(Exception):
        if is_interrotta:
            sessione.interruptAll()
    with suppress(Exception):
        sessione.stop()


def _name_tipo(campo: Campo) -> str:
    if campo.tipo != "voci":
        return _TIPI[campo.tipo]
    return f"ARRAY<STRUCT<{', '.join(f'{c.nome}: {_name_tipo(c)}' for c in campo.voci)}>>"


def _unpack(valore: Any) -> Any:
    """Una cella come la dà DuckDB: una struttura è un dizionario, anche dentro un elenco."""
    if isinstance(valore, list):
        return [_unpack(voce) for voce in valore]
    return {nome: _unpack(valore[nome]) for nome in valore.__fields__} if hasattr(valore, "__fields__") else valore
