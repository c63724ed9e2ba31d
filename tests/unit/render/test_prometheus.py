"""Il testo di Prometheus, riletto dalla libreria che lo legge per mestiere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.segnalazioni import AVVISO, ERRORE, make_esame, write_esame
from tests.supporto import OGGI, QUARTIERI, ldq, write_dati

if TYPE_CHECKING:
    from pathlib import Path


def read(testo: str) -> dict[tuple[str, ...], float]:
    """Nome e valori delle etichette → valore; ogni serie una volta sola, tutte `gauge` e con la loro spiegazione."""
    serie: dict[tuple[str, ...], float] = {}
    for famiglia in text_string_to_metric_families(testo):
        assert famiglia.type == "gauge"
        assert famiglia.documentation
        for campione in famiglia.samples:
            chiave = (campione.name, *campione.labels.values())
            assert chiave not in serie
            serie[chiave] = campione.value
    return serie


def test_i_dati_della_presentazione() -> None:
    """Gli stessi numeri di `ldq status` e di `ldq scenari`."""
    serie = read(ldq("check", "--oggi", OGGI, "--format", "prometheus").out)
    assert serie["ldq_dati_valutabili",] == 1
    assert serie["ldq_contratto_giorni_alla_scadenza", "mazzini-2020"] == 164
    assert serie["ldq_quartiere_giorni_alla_scadenza", "lorenteggio"] == -28
    assert serie["ldq_quartiere_giorni_scoperti", "lorenteggio"] == 28
    assert serie["ldq_quartiere_abitanti_scoperti", "lorenteggio"] == 4200
    assert serie["ldq_quartiere_abitanti_scoperti", "mazzini"] == 0
    assert serie["ldq_abitanti_scoperti",] == 4200
    assert serie["ldq_gara_margine_giorni", "gara-quattro-quartieri"] == 42
    assert serie["ldq_segnalazioni", "lacuna-in-corso", "critico", "lorenteggio", "data/quartieri.yaml"] == 1


def test_un_contratto_scaduto_non_ha_giorni() -> None:
    """Resterebbe in allarme per sempre: del quartiere parla la serie del quartiere."""
    serie = read(ldq("check", "--oggi", OGGI, "--format", "prometheus").out)
    assert ("ldq_contratto_giorni_alla_scadenza", "lorenteggio-2019") not in serie


@pytest.mark.parametrize("noti", [True, False])
def test_mai_coperto(noti: bool, tmp_path: Path) -> None:  # noqa: FBT001 - il vero e il falso sono i casi
    """È scoperto, ma non si può dire da quanti giorni; gli abitanti non noti non diventano zero."""
    quartieri = QUARTIERI if noti else QUARTIERI[: QUARTIERI.index("    popolazione")]
    write_dati(tmp_path, quartieri, "aggiornato_al: 2023-01-17\ncontratti: []\n")
    serie = read(ldq("check", "--oggi", OGGI, "--dati", str(tmp_path), "--format", "prometheus").out)
    assert serie["ldq_quartiere_scoperto", "nord"] == 1
    assert ("ldq_quartiere_giorni_scoperti", "nord") not in serie
    assert serie.get(("ldq_quartiere_abitanti_scoperti", "nord")) == (1000 if noti else None)


def test_dati_che_non_si_possono_valutare() -> None:
    """Si dice, e i numeri mancano: uno zero sarebbe una bugia."""
    assert read(write_esame(make_esame(ERRORE), "prometheus")) == {
        ("ldq_dati_valutabili",): 0,
        ("ldq_segnalazioni", "file-mancante", "errore", "", "data/contratti.yaml"): 1,
    }


def test_le_segnalazioni_uguali_si_contano() -> None:
    """La stessa serie due volte fa rifiutare tutto il testo."""
    serie = read(write_esame(make_esame(AVVISO, AVVISO), "prometheus"))
    assert serie["ldq_segnalazioni", "scadenza-senza-seguito", "avviso", "a", "data/contratti.yaml"] == 2
