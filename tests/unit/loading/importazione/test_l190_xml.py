"""Un XML fatto per far danno si rifiuta prima di riempire la memoria; uno vero, comunque sia lungo, si legge a pezzi."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione.grezzo import FonteAperta
from ldq_planner.loading.importazione.l190_xml import read_lotti

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.loading.importazione.grezzo import Grezzo

LOTTO = "<lotto><cig>{}</cig><oggetto>Mensa</oggetto></lotto>"
ENTITA = '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><l><lotto><oggetto>&c;</oggetto></lotto></l>'


def read(contenuto: str, tmp_path: Path) -> list[Grezzo]:
    """I lotti di un elenco."""
    file = tmp_path / "a.xml"
    file.write_text(contenuto, encoding="utf-8")
    return [*read_lotti(file, FonteAperta(str(file), "l190-xml", lambda _: iter(())))]


@pytest.mark.parametrize(
    ("contenuto", "dice"),
    [
        pytest.param("<a>" * 1_000, "uno dentro l'altro", id="profondo"),
        pytest.param("<a>" + "<lotto>" * 60 + "</lotto>" * 60 + "</a>", "uno dentro l'altro", id="lotti-nei-lotti"),
        pytest.param(f"<a><lotto>{'<b/>' * 150_000}</lotto></a>", "uno dentro l'altro", id="un-lotto-immenso"),
        pytest.param(f"<a><lotto><oggetto>{'x' * 2**22}</oggetto></lotto></a>", "smisurato", id="un-testo-immenso"),
        pytest.param(f"<a {' '.join(f'b{i}=$' for i in range(400_000))}/>".replace("$", "''"), "smisurato", id="attributi"),
        pytest.param(ENTITA, "contiene una DTD", id="entita"),
    ],
)  # fmt: skip
def test_un_xml_smisurato_si_rifiuta(contenuto: str, dice: str, tmp_path: Path) -> None:
    """Pochi megabyte che ne chiederebbero mille."""
    with pytest.raises(InvalidDataError) as rifiuto:
        read(contenuto, tmp_path)
    assert dice in rifiuto.value.findings[0].messaggio


def test_i_lotti_sono_quanti_sono_e_nessuno_si_confonde_con_un_altro(tmp_path: Path) -> None:
    """Ciò che si è già letto si dimentica, e il conto degli elementi ricomincia a ogni lotto."""
    lotti = read(f"<a><metadata/><data>{''.join(LOTTO.format(i) for i in range(50_000))}</data></a>", tmp_path)
    assert [lotto.cig for lotto in lotti] == [str(i) for i in range(50_000)]
