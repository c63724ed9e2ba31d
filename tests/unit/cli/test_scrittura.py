"""Un file è intero o com'era, più file sono tutti o nessuno, e chi scrive insieme a un altro se ne accorge."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import CONTRATTI, OGGI, ldq, read, start, wait, write_dati

from ldq_planner.cli import init
from ldq_planner.cli.schermo import write, write_cartella
from ldq_planner.cli.scrittura import make_cambiato
from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.loading.sospeso import DIARIO, compute_impronta, finish_sospeso, lock
from ldq_planner.modifica import importazione

if TYPE_CHECKING:
    from pathlib import Path

VECCHI = {"a.yaml": "a vecchio\n", "b.yaml": "b vecchio\n", "c.yaml": "c uguale\n"}
NUOVI = {"a.yaml": "a nuovo, più lungo\n", "b.yaml": "b\n", "c.yaml": "c uguale\n", "d.yaml": "d nasce\n"}
PASSI = ("open", "write", "fsync", "replace", "unlink", "chmod")
"""Ciò che si chiede al sistema per scrivere: fra l'uno e l'altro la corrente può mancare."""
root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="solo root cambia il padrone di un file"
)


def fill(cartella: Path, testi: dict[str, str]) -> Path:
    """La cartella, con quei file."""
    cartella.mkdir(exist_ok=True)
    for nome, testo in testi.items():
        (cartella / nome).write_text(testo, encoding="utf-8")
    return cartella


def list_visibili(cartella: Path) -> dict[str, str]:
    """Ciò che vede chi apre la cartella."""
    return {p.name: read(p) for p in sorted(cartella.iterdir()) if not p.name.startswith(".ldq-")}


def die_at(passo: int, cartella: Path) -> bool:
    """Un processo che scrive, e muore al suo passo numero `passo`; vero se ha finito prima."""
    figlio = os.fork()
    if figlio:
        return os.waitstatus_to_exitcode(os.waitpid(figlio, 0)[1]) == 0
    fatti = [0]

    def count(vera: Any) -> Any:
        def call(*argomenti: Any, **opzioni: Any) -> Any:
            fatti[0] += 1
            if fatti[0] > passo:
                os._exit(9)
            return vera(*argomenti, **opzioni)

        return call

    for nome in PASSI:
        setattr(os, nome, count(getattr(os, nome)))
    write_cartella(NUOVI, cartella)
    os._exit(0)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_ogni_passo_si_puo_morire(tmp_path: Path) -> None:
    """La cartella che si rilegge è la vecchia o la nuova, mai un misto; e riscrivendo si arriva alla nuova."""
    viste, passo = [], 0
    while True:
        cartella = fill(tmp_path / str(passo), VECCHI)
        finito = die_at(passo, cartella)
        deciso = (cartella / DIARIO).exists()
        if not deciso:
            assert list_visibili(cartella) in (VECCHI, NUOVI)
        finish_sospeso(cartella)
        viste.append(list_visibili(cartella))
        assert viste[-1] == (NUOVI if deciso or finito else viste[-1])
        assert viste[-1] in (VECCHI, NUOVI)
        write_cartella(NUOVI, cartella)
        assert list_visibili(cartella) == NUOVI
        assert not (cartella / DIARIO).exists()
        if finito:
            break
        passo += 1
    assert viste[0] == VECCHI
    assert viste == sorted(viste, key=NUOVI.__eq__)
    assert passo > 12


def test_chi_legge_finisce_cio_che_era_a_meta(tmp_path: Path) -> None:
    """`ldq status` trova i dati nuovi, non un misto."""
    dati = write_dati(tmp_path / "dati")
    (dati / ".ldq-0a.tmp").write_text(CONTRATTI.replace("2030-12-31", "2022-11-30"), encoding="utf-8")
    (dati / DIARIO).write_text(json.dumps({".ldq-0a.tmp": "contratti.yaml", ".ldq-0b.tmp": "quartieri.yaml"}))
    assert "30/11/2022" in ldq("status", "--dati", str(dati), "--oggi", OGGI).out
    assert sorted(p.name for p in dati.iterdir()) == ["contratti.yaml", "quartieri.yaml"]


@pytest.mark.parametrize(
    "diario",
    [
        '{"../altrove/.ldq-0a.tmp": "preso"}',
        '{".ldq-0a.tmp": "../altrove/preso"}',
        '{".ldq-0a.tmp": ".gitignore"}',
        '{"contratti.yaml": "preso"}',
        '{".ldq-0a.tmp": 3}',
        "[1]",
        "{",
        "[" * 100000,
    ],
)
def test_un_diario_di_altri_non_comanda(diario: str, tmp_path: Path) -> None:
    """La cartella può venire da chiunque: da lì non si esce, e non si tocca altro."""
    dati, altrove = write_dati(tmp_path / "dati"), fill(tmp_path / "altrove", {".ldq-0a.tmp": "x"})
    prima = list_visibili(dati)
    (dati / ".ldq-0a.tmp").write_text("x")
    (dati / DIARIO).write_text(diario)
    finish_sospeso(dati)
    assert list_visibili(dati) == prima
    assert [p.name for p in altrove.iterdir()] == [".ldq-0a.tmp"]


def test_un_diario_che_non_si_puo_finire_si_dice(tmp_path: Path) -> None:
    """Meglio che leggere un misto."""
    (write_dati(tmp_path) / ".ldq-0a.tmp").write_text("x")
    (tmp_path / DIARIO).write_text('{".ldq-0a.tmp": "cartella"}')
    (tmp_path / "cartella" / "piena").mkdir(parents=True)
    with pytest.raises(InvalidDataError) as errore:
        finish_sospeso(tmp_path)
    assert "rimasta a metà" in errore.value.findings[0].messaggio


# ——— permessi, collegamenti


@pytest.mark.parametrize("modo", [0o600, 0o640, 0o664, 0o755])
def test_i_permessi_restano(modo: int, tmp_path: Path) -> None:
    """Nei file soli e nelle cartelle; e mentre si scrive nessuno in più legge."""
    cartella = fill(tmp_path, {"a.yaml": "vecchio", "b.yaml": "vecchio"})
    for nome in ("a.yaml", "b.yaml"):
        (cartella / nome).chmod(modo)

    def scrivi() -> Any:
        yield b"nuovo"
        provvisorio, *altri = tmp_path.glob(".ldq-*.tmp")
        assert not altri
        assert stat.S_IMODE(provvisorio.stat().st_mode) & ~modo == 0

    write(scrivi(), cartella / "a.yaml")
    write_cartella({"b.yaml": scrivi()}, cartella)
    assert {stat.S_IMODE((cartella / n).stat().st_mode) for n in ("a.yaml", "b.yaml")} == {modo}
    assert list_visibili(cartella) == {"a.yaml": "nuovo", "b.yaml": "nuovo"}


@root
def test_il_padrone_resta(tmp_path: Path) -> None:
    """Chi amministra la macchina non si prende i file degli uffici."""
    file = fill(tmp_path, {"a.yaml": "vecchio"}) / "a.yaml"
    os.chown(file, 1234, 2345)
    write_cartella({"a.yaml": "nuovo"}, tmp_path)
    assert (file.stat().st_uid, file.stat().st_gid, read(file)) == (1234, 2345, "nuovo")


def test_un_file_protetto_non_si_tocca_nemmeno_da_root(tmp_path: Path) -> None:
    """Chi lo ha protetto non lo vuole cambiare; e degli altri non se ne cambia nessuno."""
    cartella = fill(tmp_path, VECCHI)
    (cartella / "b.yaml").chmod(0o444)
    with pytest.raises(InvalidRequestError, match="sola lettura"):
        write_cartella(NUOVI, cartella)
    with pytest.raises(InvalidRequestError, match="sola lettura"):
        write("nuovo", cartella / "b.yaml")
    assert {p.name: read(p) for p in cartella.iterdir()} == VECCHI


def test_in_una_cartella_i_collegamenti_si_rifiutano(tmp_path: Path) -> None:
    """Più file cambiano insieme solo se stanno insieme; un file solo invece si segue."""
    cartella, altrove = fill(tmp_path / "qui", VECCHI), fill(tmp_path / "altrove", VECCHI)
    (cartella / "a.yaml").unlink()
    (cartella / "a.yaml").symlink_to(altrove / "a.yaml")
    with pytest.raises(InvalidRequestError, match=r"«a\.yaml» è un collegamento"):
        write_cartella(NUOVI, cartella)
    assert list_visibili(cartella) == list_visibili(altrove) == VECCHI
    assert not [*cartella.glob(".ldq-*")]


def test_un_provvisorio_preparato_da_altri_non_si_segue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In una cartella di tutti, un collegamento con quel nome porterebbe a un file nostro."""
    vittima = fill(tmp_path / "casa", {"vittima": "mio"}) / "vittima"
    cartella = fill(tmp_path / "di-tutti", {})
    monkeypatch.setattr(os, "urandom", bytes)
    (cartella / f".ldq-{'00' * 8}.tmp").symlink_to(vittima)
    with pytest.raises(InvalidRequestError):
        write("nuovo", cartella / "a.txt")
    assert read(vittima) == "mio"


@pytest.mark.parametrize("nome", ["contratti.yaml", "quartieri.yaml", "ldq.toml"])
def test_una_risposta_non_prende_il_posto_dei_dati(nome: str, tmp_path: Path) -> None:
    """Un nome scritto in fretta non cancella il lavoro di anni."""
    dati = write_dati(tmp_path)
    (dati / "ldq.toml").touch()
    prima = list_visibili(dati)
    uscita = ldq("status", "--dati", str(dati), "--oggi", OGGI, "--format", "json", "-o", str(dati / nome))
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è un file di dati" in uscita.err
    assert list_visibili(dati) == prima


def test_i_provvisori_abbandonati_spariscono(tmp_path: Path) -> None:
    """Quelli di chi è stato ucciso ieri; non quelli di chi sta scrivendo adesso."""
    fill(tmp_path, {".ldq-0a.tmp": "ieri", ".ldq-0b.tmp": "adesso"})
    os.utime(tmp_path / ".ldq-0a.tmp", (1, 1))
    write("x", tmp_path / "a.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".ldq-0b.tmp", "a.txt"]


# ——— due insieme


def test_chi_scrive_su_cio_che_non_ha_letto_e_rifiutato(tmp_path: Path) -> None:
    """Un file cambiato, sparito o nato intanto."""
    fill(tmp_path, VECCHI)
    lette = {nome: compute_impronta(tmp_path / nome) for nome in NUOVI}
    for cambia in (
        lambda: (tmp_path / "b.yaml").write_text("a mano"),
        (tmp_path / "b.yaml").unlink,
        lambda: (tmp_path / "d.yaml").write_text("nato"),
    ):
        fill(tmp_path, VECCHI)
        cambia()
        prima = list_visibili(tmp_path)
        with pytest.raises(InvalidRequestError, match="è cambiato mentre lo si leggeva"):
            write_cartella(NUOVI, tmp_path, lette)
        assert list_visibili(tmp_path) == prima


def test_si_aspetta_chi_scrive_ma_non_per_sempre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """E poi si dice che cosa succede."""
    monkeypatch.setattr("ldq_planner.loading.sospeso._PAZIENZA", 2)
    fill(tmp_path, VECCHI)
    with lock(tmp_path), pytest.raises(InvalidRequestError, match="un altro programma ci sta scrivendo"):
        write_cartella(NUOVI, tmp_path)
    assert {p.name: read(p) for p in tmp_path.iterdir()} == VECCHI


def test_di_piu_modifiche_nello_stesso_momento_nessuna_si_perde(tmp_path: Path) -> None:
    """Ognuna è nel file, o chi l'ha fatta sa che deve ripeterla."""
    quanti = 6
    voce = CONTRATTI.partition("contratti:\n")[2]
    dati = write_dati(tmp_path, contratti="aggiornato_al: 2023-01-17\ncontratti:\n")
    testo = "".join(voce.replace("nord-2020", f"nord-{n}") for n in range(quanti))
    (dati / "contratti.yaml").write_text(f"aggiornato_al: 2023-01-17\ncontratti:\n{testo}", encoding="utf-8")
    comune = ("--il", "2022-12-31", "--motivo", "prova", "--dati", str(dati), "--oggi", OGGI, "--scrivi")
    processi = [start("chiudi", f"nord-{n}", *comune) for n in range(quanti)]
    with ThreadPoolExecutor(quanti) as tutti:
        uscite = [*tutti.map(wait, processi)]
    assert {u.codice for u in uscite} <= {0, 2}
    assert any(u.codice == 0 for u in uscite)
    for n, uscita in enumerate(uscite):
        if uscita.codice == 0:
            assert "chiusura:" in read(dati / "contratti.yaml").partition(f"id: nord-{n}\n")[2].partition("- id")[0]
        else:
            assert "è cambiato mentre lo si leggeva" in uscita.err
            assert "ripetere il comando" in uscita.err


def test_una_mano_durante_un_importazione_non_si_perde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi salva il file mentre `ldq importa` legge la fonte ritrova ciò che ha scritto."""
    dati, elenco = tmp_path / "dati", tmp_path / "elenco.csv"
    elenco.write_text("CIG;Oggetto;Importo;Data inizio;Data fine\n0123456789;Uno;10;01/01/2023;31/12/2023\n")
    assert ldq("importa", str(elenco), "-o", str(dati), "--oggi", OGGI).codice == 0
    elenco.write_text(read(elenco).replace("Uno", "Due"))
    vera = importazione.compose_cartella

    def compose(*argomenti: Any) -> Any:
        (dati / "contratti.yaml").write_text(read(dati / "contratti.yaml") + "# a mano\n")
        return vera(*argomenti)

    monkeypatch.setattr(importazione, "compose_cartella", compose)
    uscita = ldq("importa", str(elenco), "-o", str(dati), "--oggi", OGGI, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è cambiato mentre lo si leggeva" in uscita.err
    assert read(dati / "contratti.yaml").endswith("# a mano\n")


def test_init_interrotto_ricomincia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I dati nascono insieme: non resta una cartella che nessun comando legge."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as guasto:
        guasto.setattr(init, "write_cartella", interrupt)
        assert ldq("init", str(tmp_path / "i"), "--oggi", OGGI).codice == 130
    assert ldq("init", str(tmp_path / "i"), "--oggi", OGGI).codice == 0
    assert ldq("init", str(tmp_path / "j"), "--oggi", OGGI).codice == 0
    for p in (tmp_path / "j").rglob("*.*"):
        if p.is_file():
            assert read(p) == read(tmp_path / "i" / p.relative_to(tmp_path / "j"))


def test_il_rifiuto_dice_quale_file(tmp_path: Path) -> None:
    """E che non si è scritto nulla."""
    assert str(tmp_path / "a.yaml") in make_cambiato(tmp_path / "a.yaml").messaggio
