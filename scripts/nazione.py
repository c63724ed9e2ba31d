"""Una nazione inventata e verosimile, nella forma piatta: `make nazione N=1000000` scrive `contratti.parquet` e `quartieri.parquet`.

Un quartiere è un servizio di un comune, con i suoi contratti uno dopo l'altro. Lo stesso seme dà gli stessi dati; si scrive a
gruppi, e la memoria non cresce con i contratti. Le quantità vengono da elenchi veri, nominati accanto a ciascuna:

- L.190: 1.232 lotti del 2020 di Torino, Palermo, Catania, San Giuseppe Jato e Giugliano, e il conto di 79.444 lotti del 2019 di 36
  comuni (ondata/appaltipop, CC BY 4.0);
- ANAC: 108 CIG di Liguria e Sardegna dell'ottobre 2023, e il conto di 1.068 (dati.anticorruzione.it, CC BY 4.0);
- ISTAT: i comuni per classe di abitanti nel 2023, arrotondati.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scripts.colonne import to_offset, write_data, write_ids, write_tavola, write_voci

from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CONTRATTI, QUARTIERI

if TYPE_CHECKING:
    from scripts.colonne import Colonne, Numeri

OGGI = date(2026, 11, 27)
"""Il giorno a cui sono fermi i dati, e quello in cui chiederne."""
QUARTIERI_IN_UN_GRUPPO = 5_000
CLASSI = (
    *((2000, 150, 1_000), (3520, 1_000, 5_000), (1170, 5_000, 10_000), (690, 10_000, 20_000)),
    *((370, 20_000, 50_000), (100, 50_000, 100_000), (38, 100_000, 250_000), (6, 250_000, 2_800_000)),
)
"""ISTAT: quanti comuni hanno da quanti a quanti abitanti."""
PER_QUARTIERE = (0, 1, 1, 1, 2, 2, 3, 4, 4, 6, 7, 7, 8, 9, 11, 13, 20, 21, 29, 39)
"""L.190: i lotti di una struttura, senza quelle che comprano per tutto il comune; uno su venti è un servizio mai affidato: una scelta."""
GIORNI = (28, 38, 50, 63, 84, 98, 139, 160, 184, 222, 275, 300, 362, 365, 366, 367, 439, 600, 1096, 1826, 7670)
"""L.190: quanto durano i 560 lotti di almeno 28 giorni, dal più breve al più lungo, ogni 5 %; chi dura meno non tiene aperto un servizio."""
PREVISTI = (30, 60, 90, 120, 180, 334, 360, 365, 365, 730, 1095, 1825)
"""ANAC: DURATA_PREVISTA, in giorni, di un CIG ogni dodici fra quelli che la dicono."""
SENZA_FINE = 115 / 1_003
"""L.190: i lotti con un inizio e senza la fine."""
CON_OPZIONI, PROROGATI = 69 / 1_068, 578 / 79_444
"""ANAC: i CIG che prevedono ripetizioni o altre opzioni. L.190: gli oggetti che dicono «proroga»."""
SOSPESI, DI_DUE, CIRCA, IGNOTI = 0.01, 0.02, 0.05, 0.02
"""Sospesi, di due servizi insieme, di abitanti detti circa o non noti: scelte, perché gli elenchi non lo dicono."""
ATTACCATI, STACCATI = 0.6, 0.25
"""Chi comincia il giorno dopo il precedente, chi dopo un vuoto; gli altri prima che finisca. Una scelta."""
FINISCONO = (-400, 700)
"""Fra quanti giorni finisce l'ultimo contratto di un servizio. Una scelta."""
DICHIARATA, IN_MESI, IN_GIORNI = 0, 1, 2
"""Come il documento dice la durata."""
PRIMO_GIORNO = np.datetime64("1990-01-01")
MUNICIPI = 4
"""Da quante zone un comune le chiama municipi."""
SERVIZI = (
    *("Assistenza domiciliare", "Asilo nido", "Centro diurno per anziani", "Educativa di strada", "Mensa sociale"),
    *("Segretariato sociale", "Sostegno scolastico", "Trasporto di disabili", "Laboratorio di quartiere"),
    "Pronto intervento sociale",
)
SILLABE = (
    "mon",
    "te",
    "ca",
    "sal",
    "vi",
    "la",
    "ro",
    "sa",
    "co",
    "lo",
    "ver",
    "de",
    "ba",
    "gno",
    "pra",
    "to",
    "for",
    "na",
)


class Comuni(NamedTuple):
    """I comuni, dal più piccolo: come si chiamano, quanti vi abitano, quanti quartieri hanno, il numero del primo."""

    nomi: list[str]
    abitanti: Numeri
    quartieri: Numeri
    primi: Numeri


class Gruppo(NamedTuple):
    """Quartieri di seguito: il numero del primo, il numero del primo contratto, quanti contratti ha ciascuno."""

    primo: int
    da: int
    quanti: Numeri


def main() -> None:
    """Scrive la nazione chiesta, e dice quanto è grande."""
    opzioni = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    opzioni.add_argument("cartella", type=Path)
    opzioni.add_argument("-n", type=int, default=1_000_000, help="quanti contratti")
    opzioni.add_argument("--seme", type=int, default=1)
    chiesto = opzioni.parse_args()
    quartieri = write_nazione(chiesto.cartella, chiesto.n, chiesto.seme)
    print(f"{chiesto.cartella}: {chiesto.n} contratti, {quartieri} quartieri")  # noqa: T201 - un programma


def write_nazione(cartella: Path, contratti: int, seme: int = 1) -> int:
    """Scrive i due file quando sono pronti, e dice quanti sono i quartieri."""
    gruppi = split_gruppi(contratti, seme)
    quartieri = gruppi[-1].primo + len(gruppi[-1].quanti)
    comuni = make_comuni(quartieri, seme)
    cartella.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cartella) as altrove:
        write_tavola(Path(altrove), QUARTIERI, (make_quartieri(g, comuni, seme) for g in gruppi))
        write_tavola(Path(altrove), CONTRATTI, (make_contratti(g, quartieri, seme) for g in gruppi))
        for scritto in Path(altrove).iterdir():
            scritto.replace(cartella / scritto.name)
    return quartieri


def split_gruppi(contratti: int, seme: int) -> list[Gruppo]:
    """I quartieri a gruppi, quanti bastano ad avere quei contratti."""
    caso = np.random.default_rng((seme, 0))
    gruppi, primo, da = [], 0, 0
    while da < contratti:
        quanti = caso.choice(PER_QUARTIERE, QUARTIERI_IN_UN_GRUPPO)
        somma = np.minimum(quanti.cumsum(), contratti - da)
        quanti = np.diff(somma[: np.searchsorted(somma, contratti - da) + 1], prepend=0)
        gruppi.append(Gruppo(primo, da, quanti))
        primo, da = primo + len(quanti), da + int(quanti.sum())
    return gruppi


def make_comuni(quartieri: int, seme: int) -> Comuni:
    """I comuni d'Italia, o uno per quartiere se i quartieri sono meno; chi ha più abitanti ha più quartieri."""
    caso = np.random.default_rng((seme, 1))
    classi = [np.exp(caso.uniform(np.log(da), np.log(a), quanti)) for quanti, da, a in CLASSI]
    abitanti = np.sort(caso.permutation(np.concatenate(classi).astype(int))[:quartieri])
    fino_a = len(abitanti) + (quartieri - len(abitanti)) * abitanti.cumsum() // abitanti.sum()
    quote = np.diff(fino_a - np.arange(len(abitanti) - 1, -1, -1), prepend=0)
    return Comuni([f"Comune di {name(i)}" for i in range(len(abitanti))], abitanti, quote, quote.cumsum() - quote)


def name(numero: int) -> str:
    """Un nome che non è di nessuno, diverso per ogni numero."""
    sillabe = ""
    while numero or not sillabe:
        numero, quale = divmod(numero, len(SILLABE))
        sillabe += SILLABE[quale]
    return f"{sillabe}no".capitalize()


def make_quartieri(gruppo: Gruppo, comuni: Comuni, seme: int) -> Colonne:
    """I quartieri: il servizio di un comune, o di una sua zona se ne ha più d'uno uguale."""
    caso = np.random.default_rng((seme, 2, gruppo.primo))
    numeri = np.arange(gruppo.primo, gruppo.primo + len(gruppo.quanti))
    comune = np.searchsorted(comuni.primi, numeri, side="right") - 1
    zona, servizio = np.divmod(numeri - comuni.primi[comune], len(SERVIZI))
    zone = -(-comuni.quartieri[comune] // len(SERVIZI))
    enti = [comuni.nomi[c] for c in comune]
    dove = [f"{ente.removeprefix('Comune di ')}{f' {z + 1}' if z else ''}" for ente, z in zip(enti, zona, strict=True)]
    return {
        "id": write_ids("q", numeri),
        "nome": [f"{SERVIZI[s]}, {luogo}" for s, luogo in zip((servizio + comune) % len(SERVIZI), dove, strict=True)],
        "municipio": pa.array(zona + 1, mask=zone < MUNICIPI),
        "ente": enti,
        "abitanti": pa.array(comuni.abitanti[comune] // zone, mask=caso.random(len(numeri)) < IGNOTI),
        "abitanti_circa": caso.random(len(numeri)) < CIRCA,
        "popolazione_fonte": pa.repeat("nazione inventata", len(numeri)),
        AGGIORNATO_AL: pa.repeat(OGGI, len(numeri)),
    }


def make_contratti(gruppo: Gruppo, quartieri: int, seme: int) -> Colonne:
    """I contratti: quelli di un quartiere si susseguono, e l'ultimo finisce intorno a oggi."""
    caso = np.random.default_rng((seme, 3, gruppo.da))
    di_chi = np.repeat(np.arange(gruppo.primo, gruppo.primo + len(gruppo.quanti)), gruppo.quanti)
    quanti = len(di_chi)
    numeri = np.arange(gruppo.da, gruppo.da + quanti)
    ultimo = np.diff(di_chi, append=-1) != 0
    durate, forma = draw_durate(caso, quanti)
    inizi, fini = line_up(caso, durate, ultimo)
    is_nota = (caso.random(quanti) >= SENZA_FINE) | (forma != DICHIARATA)
    altro = caso.integers(0, quartieri, quanti)
    serviti = 1 + ((caso.random(quanti) < DI_DUE) & (altro != di_chi))
    coppie = write_ids("q", np.column_stack([di_chi, altro])[np.arange(2) < serviti[:, None]])
    return {
        "id": write_ids("c", numeri),
        "quartieri": pa.ListArray.from_arrays(to_offset(serviti), coppie),
        "tipo": pa.repeat("appalto-di-servizi", quanti),
        "titolo": pc.binary_join_element_wise("Affidamento n.", pa.array(numeri).cast(pa.string()), " "),
        "cig": write_ids("", numeri, 10),
        **write_data("inizio", inizi, caso.random(quanti)),
        "durata_mesi": pa.array(np.maximum(1, np.rint(durate * 12 / 365.25)).astype(int), mask=forma != IN_MESI),
        "durata_giorni": pa.array(durate, mask=forma != IN_GIORNI),
        **write_data("scadenza_base", fini, caso.random(quanti), is_nota=is_nota, is_detta=forma == DICHIARATA),
        "opzioni": draw_opzioni(caso, ultimo),
        "sospensioni": draw_sospensioni(caso, inizi, durate),
        "importo_eur": pa.array(caso.integers(3_000, 400_000, quanti)).cast(pa.decimal128(19, 0)),
        "iva": pa.repeat("esclusa", quanti),
        "fonte": pa.repeat("nazione inventata", quanti),
        AGGIORNATO_AL: pa.repeat(OGGI, quanti),
    }


def draw_durate(caso: np.random.Generator, quanti: int) -> tuple[Numeri, Numeri]:
    """Quanti giorni dura ciascuno, e come lo dice il documento."""
    forma = caso.choice((DICHIARATA, IN_MESI, IN_GIORNI), quanti, p=(0.6, 0.25, 0.15))
    lette = np.interp(caso.random(quanti) * (len(GIORNI) - 1), np.arange(len(GIORNI)), GIORNI)
    return np.where(forma == DICHIARATA, lette, caso.choice(PREVISTI, quanti)).astype(int), forma


def line_up(caso: np.random.Generator, durate: Numeri, ultimo: Numeri) -> tuple[Numeri, Numeri]:
    """Il primo e l'ultimo giorno di ciascuno; `ultimo` dice chi è l'ultimo del suo quartiere."""
    come, quanti = caso.random(len(durate)), len(durate)
    dopo, prima = caso.integers(1, 120, quanti), -np.minimum(caso.integers(1, 60, quanti), durate - 1)
    passi = (durate + np.select([come < ATTACCATI, come < ATTACCATI + STACCATI], [0, dopo], prima)).cumsum()
    quartiere = np.append(0, ultimo[:-1]).cumsum()
    finisce = np.datetime64(OGGI) + caso.integers(*FINISCONO, ultimo.sum())[quartiere].astype("timedelta64[D]")
    fini = np.maximum(finisce - (passi[ultimo][quartiere] - passi).astype("timedelta64[D]"), PRIMO_GIORNO)
    return np.maximum(fini - (durate - 1).astype("timedelta64[D]"), PRIMO_GIORNO), fini


def draw_opzioni(caso: np.random.Generator, ultimo: Numeri) -> pa.Array:
    """Un rinnovo, una ripetizione o una proroga di chi ne prevede; a qualche ultimo contratto, anche la proroga tecnica già data."""
    previste = caso.random(len(ultimo)) < CON_OPZIONI
    quante = previste + (tecniche := ultimo & (caso.random(len(ultimo)) < PROROGATI)).astype(int)
    di_chi = np.repeat(np.arange(len(ultimo)), quante)
    tecnica = tecniche[di_chi] & (np.diff(di_chi, append=-1) != 0)
    decise = np.where(caso.random(len(di_chi)) < 1 / 3, "esercitata", "non-esercitata")
    in_corso = np.where(caso.random(len(di_chi)) < 1 / 3, "esercitata", "aperta")
    voci = {
        "tipo": np.where(tecnica, "proroga-tecnica", caso.choice(("rinnovo", "ripetizione", "proroga"), len(di_chi))),
        "stato": np.where(tecnica, "esercitata", np.where(ultimo[di_chi], in_corso, decise)),
        "durata_mesi": np.where(tecnica, 6, caso.choice((6, 12, 12, 24, 36), len(di_chi))),
        "fonte": pa.repeat("nazione inventata", len(di_chi)),
    }
    return write_voci("opzioni", quante, voci)


def draw_sospensioni(caso: np.random.Generator, inizi: Numeri, durate: Numeri) -> pa.Array:
    """Un mese, a metà del contratto; la fine slitta di altrettanto, o no, o non lo si sa."""
    quante = (caso.random(len(inizi)) < SOSPESI).astype(int)
    dal = (inizi + (durate // 2).astype("timedelta64[D]"))[quante == 1]
    certe = np.ones(len(dal))
    voci = {
        **write_data("dal", dal, certe),
        **write_data("al", dal + np.timedelta64(29, "D"), certe),
        "slitta": pa.array(caso.choice(("sì", "no", ""), len(dal))),
    }
    voci["slitta"] = pc.if_else(pc.equal(voci["slitta"], ""), None, voci["slitta"])
    return write_voci("sospensioni", quante, voci)


if __name__ == "__main__":
    main()
