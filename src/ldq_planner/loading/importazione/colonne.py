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
    "rinnovi": "rinnovi numerorinnovi maximumrenewals rinnovipossibili",
    "importo": """
        importoaggiudicazione importo importocontratto importoaggiudicato importolotto bandoimportolotto valore
        valorecontratto importoeuro importonetto awardedvalue contractvalue totalcontractvalue totalvalue value
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
NOMI = {campo: tuple(nomi.split()) for campo, nomi in _PAROLE.items()}
"""Campo → i suoi nomi, prima i più precisi: il primo che c'è vince."""

_ENTI = """
    strutturaproponentedenominazione denominazioneproponente denominazione ente stazioneappaltante
    denominazioneamministrazioneappaltante amministrazione buyer buyername tenderprocuringentityname
    nombreentidad entidad
"""
ENTI = frozenset(_ENTI.split())
"""Le colonne, e i percorsi, il cui gruppo è chi compra."""
