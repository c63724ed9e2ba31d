"""Come si chiama, negli elenchi degli altri, la colonna di ciascun campo: senza maiuscole, accenti, spazi né segni."""

from __future__ import annotations

_PAROLE = {
    "cig": "cig codicecig bandocig cigderivato smartcig codiceidentificativogara codicecigsmartcig",
    "id": """
        idcontratto contrattoid contractid contractnumber contractreference contractref agreementnumber
        numerocontratto ncontratto codicecontratto repertorio nrepertorio numerorepertorio noticeidentifier
        referencenumber reference numerodelcontratto idlotto id
    """,
    "gruppo": """
        quartiere circoscrizione rione plesso frazione localita strutturaproponentedenominazione
        denominazionecentrocosto denominazioneproponente strutturaproponente proponente centrodicosto
        centrocosto direzione settore servizio ufficio area unitaorganizzativa stazioneappaltante
        denominazioneamministrazioneappaltante amministrazione ente departmentname department directorate
        organisationname organisation organization buyer buyername nombreentidad entidad neighbourhood zona
        municipio sede comune cfproponente codicefiscaleprop strutturaproponentecodicefiscaleprop
    """,
    "titolo": """
        oggetto oggettolotto oggettodelcontratto oggettocontratto oggettogara titolo contracttitle title
        titleofagreement contractname objetodelcontrato descrizione description servizioaffidato servizio
    """,
    "inizio": """
        tempicompletamentodatainizio datainizio inizio decorrenza datadecorrenza iniziocontratto
        datainiziocontratto datainizioeffettiva contractstartdate startdate start commencementdate
        datainizioprestazione validodal dal fechadeiniciodelcontrato fechadeinicio periodstartdate
        inizioservizio datainizioservizio iniziovalidita datainiziovalidita decorrenzacontratto
    """,
    "fine": """
        tempicompletamentodataultimazione dataultimazione datafine fine scadenza datascadenza datafinecontratto
        datascadenzacontratto scadenzacontratto finecontratto datatermine datatermecontrattuale
        dataterminecontrattuale contractcurrentenddate currentenddate contractenddate enddate end expirydate
        expirationdate validoal al fechadefindelcontrato fechadefin periodenddate dataconclusione fineservizio
        datafineservizio finevalidita datafinevalidita termine terminecontratto
    """,
    "fine_massima": """
        maximumcontractenddate maximumenddate maxenddate scadenzamassima datascadenzamassima finemassima
        latestenddate enddateincludingextensions scadenzaconproroghe maxextentdate periodmaxextentdate
    """,
    "durata_giorni": "durataprevista bandodurataprevista duratagiorni durataingiorni giorni durationindays",
    "durata_mesi": "duratamesi duratainmesi mesi durationmonths durationinmonths",
    "durata": "durata duration duratadelcontratto duratacontratto duraciondelcontrato",
    "rinnovi": "rinnovi numerorinnovi maximumrenewals rinnovipossibili rinnovo proroghe",
    "proroga": "prorogafinoal prorogatoal prorogatofinoal prorogaal prorogato dataproroga fineproroga scadenzaproroga",
    "nuova_fine": "nuovascadenza nuovadatafine nuovadatascadenza scadenzaprorogata datafineprorogata scadenzaaggiornata",
    "scadenza_offerte": """
        scadenzapresentazioneofferte datascadenzapresentazioneofferte terminepresentazioneofferte scadenzaofferte
        datascadenzaofferta datascadenzaofferte terminericezioneofferte scadenzabando datascadenzabando
        scadenzapresentazionedomande terminepresentazionedomande scadenzadomande closingdate submissiondeadline
        tenderdeadline bidsdeadline
    """,
    "iva": "iva regimeiva",
    "importo": """
        importoaggiudicazione importo importocontratto importoaggiudicato importolotto bandoimportolotto valore
        valorecontratto importoeuro importoineuro importonetto awardedvalue contractvalue totalcontractvalue totalvalue value
        valuelow amount valordelcontrato
    """,
    "valuta": "valuta currency valuecurrency moneda",
    "procedura": """
        sceltacontraente tiposceltacontraente bandotiposceltacontraente procedura tipoprocedura tipocontratto
        modalitadiaffidamento proceduretype procurementmethoddetails ojeuproceduretype tenderprocess
    """,
    "affidatario": """
        aggiudicatario aggiudicatari affidatario affidatari ragionesociale fornitore impresa ditta
        operatoreeconomico contraente suppliername supplier suppliers contractor vendor proveedor
        suppliernameaddressreftyperefnumberissmeisvcse proveedoradjudicado
    """,
    "natura": "oggettoprincipalecontratto bandooggettoprincipalecontratto tipologia categoria contracttype",
    "stato": "esito bandoesito stato status contractstatus noticestatus",
    "cup": "cup codicecup codiceunicodiprogetto",
    "cui": "cui cuiprogramma bandocuiprogramma codicecui",
    "nota": "note nota annotazioni notes remarks osservazioni",
}
_DATASET = """
    dataultimoaggiornamentodataset dataultimoaggiornamento ultimoaggiornamento datapubblicazionedataset
    datapubbicazionedataset dataaggiornamento aggiornatoal dataestrazione estrattoil lastupdated lastupdate
"""
DEL_DATASET = frozenset(_DATASET.split())
"""La colonna con il giorno a cui l'elenco intero è fermo."""
_PERIODI = ["durata", "periodo", "contratto", "validita", "vigenza", "decorrenza", "servizio", "periodocontrattuale"]
_PROLUNGAMENTI = ["rinnovo", "rinnovi", "opzione", "opzioni", "rinnovofino", "rinnovabilefino"]
_SOTTO = {"inizio": "dal inizio da datainizio", "fine": "al fine a datafine scadenza finoal"}
"""Con due righe d'intestazione unite: sopra il periodo, sotto i suoi estremi."""
_UNITI = {campo: [p + s for p in _PERIODI for s in nomi.split()] for campo, nomi in _SOTTO.items()}
_UNITI["fine_massima"] = [p + s for p in _PROLUNGAMENTI for s in _SOTTO["fine"].split()]
_UNITI["rinnovi"] = [p + s for p in _PROLUNGAMENTI for s in ("numero", "n", "quanti")]
NOMI = {campo: (*nomi.split(), *_UNITI.get(campo, ())) for campo, nomi in _PAROLE.items()}
"""Campo → i suoi nomi, prima i più precisi: il primo che c'è vince."""

_ENTI = """
    strutturaproponentedenominazione denominazioneproponente denominazione ente stazioneappaltante
    denominazioneamministrazioneappaltante amministrazione buyer buyername tenderprocuringentityname
    nombreentidad entidad
"""
DI_GARA = frozenset(
    [
        "offerta",
        "offerte",
        "domanda",
        "domande",
        "istanza",
        "istanze",
        "presentazione",
        "candidatura",
        "candidature",
        "partecipazione",
        "bando",
        "gara",
        "iscrizioni",
        "ricezione",
        "avviso",
    ]
)
"""Le parole di un termine per partecipare a una gara: una colonna che ne ha una non è la fine di un contratto."""

ENTI = frozenset(_ENTI.split())
"""Le colonne, e i percorsi, il cui gruppo è chi compra."""

_UFFICI = """
    denominazionecentrocosto centrodicosto centrocosto direzione settore servizio ufficio area unitaorganizzativa
    departmentname department directorate
"""
UFFICI = frozenset(_UFFICI.split())
"""Le colonne i cui nomi valgono solo dentro un ente: due comuni hanno ciascuno il suo ufficio tecnico."""
