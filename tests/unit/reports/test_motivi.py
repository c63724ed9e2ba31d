"""Le parole di ogni motivo per cui uno strumento ponte si può usare, non si può, o non si sa."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.gare import get_diritto
from tests.portafogli import build_contratto, build_opzione

from ldq_planner.model.ponte import Motivo, Riuscita
from ldq_planner.reports.motivi import say_motivo

SI, FORSE, NO = Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE, Riuscita.ESCLUSO
OGGI = date(2023, 1, 17)
SEMPLICE = build_contratto(scadenza_base="2023-06-30", iva="esclusa")
CON_IVA = build_contratto(scadenza_base="2023-06-30", iva="inclusa")
APERTA = build_contratto(opzioni=[build_opzione("aperta", durata_mesi=6)])
USATA = build_contratto(opzioni=[build_opzione("esercitata", durata_mesi=6)])
DI_PERSONA = build_contratto(base_giuridica="art. 7 c. 6 D.Lgs. 165/2001")
SEI_MESI = get_diritto().find_valore("proroga_tecnica_mesi", OGGI)
TRE_ANNI = get_diritto().find_valore("ripetizione_mesi", OGGI)
DIRETTO = get_diritto().find_valore("affidamento_diretto", OGGI)
FRASI = {
    Motivo("opzione-prevista", NO): "nessun contratto da prolungare",
    Motivo(
        "opzione-prevista", SI, APERTA, opzione=APERTA.opzioni[0]
    ): "il contratto prevede un'opzione ancora aperta (rinnovo)",
    Motivo("opzione-prevista", NO, APERTA): "il contratto ha aperta solo un'opzione di un altro tipo",
    Motivo("opzione-prevista", FORSE, APERTA): "le opzioni scritte nei dati sono altre: se il contratto la prevede va "
    "guardato lì",
    Motivo("opzione-prevista", NO, USATA): "le opzioni del contratto sono già usate o non esercitate",
    Motivo("opzione-prevista", FORSE, SEMPLICE): "i dati non dicono se il contratto prevede opzioni",
    Motivo("in-vigore", NO): "nessun contratto in vigore",
    Motivo("in-vigore", NO, SEMPLICE): "«Prova» è scaduto il 30/06/2023",
    Motivo("in-vigore", SI, SEMPLICE): "«Prova» è in vigore fino al 30/06/2023: l'atto va fatto prima",
    Motivo("gara-avviata", FORSE): "i dati non dicono se la gara che segue è avviata",
    Motivo("gara-avviata", SI, invio=OGGI): "il bando parte entro il 17/01/2023, prima della scadenza",
    Motivo("gara-avviata", NO, invio=OGGI): "il bando partirebbe il 17/01/2023, a contratto scaduto",
    Motivo("non-incarico", SI, SEMPLICE): "non è un incarico individuale",
    Motivo("non-incarico", FORSE, SEMPLICE): "forma giuridica «non nota»: un incarico ex art. 7 c. 6 D.Lgs. 165/2001 "
    "non si rinnova né si proroga",
    Motivo(
        "non-incarico", FORSE, DI_PERSONA
    ): "incarico individuale (art. 7 c. 6 D.Lgs. 165/2001): si proroga solo per finire il progetto",
    Motivo("sotto-soglia-diretta", FORSE): "il costo al mese non è noto: il valore va confrontato con il limite",
    Motivo(
        "sotto-soglia-diretta", FORSE, SEMPLICE, netto=Decimal("1000.00"), limite=DIRETTO
    ): "€ 1.000,00 netti, sotto € 139.000,00: ma non deve frazionare il bisogno della gara",
    Motivo(
        "sotto-soglia-diretta", NO, CON_IVA, netto=Decimal("200000.00"), limite=DIRETTO
    ): "almeno € 200.000,00 netti, non sotto € 139.000,00 (D.L. 76/2020, art. 1 c. 2 a), modificato dal D.L. "
    "77/2021, art. 51 c. 1 a))",
    Motivo("entro", NO): "nessun contratto da ripetere",
    Motivo(
        "entro", SI, SEMPLICE, entro=date(2023, 12, 31), limite=TRE_ANNI
    ): "si affida entro il 31/12/2023, 36 mesi dalla stipula, contati dall'inizio (D.Lgs. 50/2016, art. 63 c. 5)",
    Motivo(
        "entro", NO, SEMPLICE, entro=date(2022, 6, 21), limite=TRE_ANNI
    ): "andava affidata entro il 21/06/2022, 36 mesi dalla stipula, contati dall'inizio (D.Lgs. 50/2016, art. 63 c. 5)",
    Motivo("rotazione", FORSE): "rotazione: non all'operatore uscente, salvo le eccezioni",
    Motivo("massimo", FORSE, mesi=3): "la durata massima non è nota",
    Motivo(
        "massimo", SI, SEMPLICE, mesi=6, limite=SEI_MESI
    ): "6 mesi, entro il massimo di 6 mesi (Prassi ANAC 534/2024 e 256/2024)",
    Motivo(
        "massimo", NO, SEMPLICE, mesi=7, gia_dati=2, limite=SEI_MESI
    ): "7 mesi in tutto, oltre il massimo di 6 mesi (Prassi ANAC 534/2024 e 256/2024)",
}


@pytest.mark.parametrize("motivo", FRASI, ids=FRASI.values())
def test_un_motivo_si_dice_con_i_suoi_numeri(motivo: Motivo) -> None:
    """Gli stessi che lo hanno deciso."""
    assert say_motivo(motivo) == FRASI[motivo]
