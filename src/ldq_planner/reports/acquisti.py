"""`ldq acquisti`: le schede del programma degli acquisti, ciò che a ogni riga manca, chi resta fuori e perché."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.acquisti import NON_RICOMPRESO
from ldq_planner.model.testo import format_elenco, format_euro, format_numero
from ldq_planner.reports.moduli_acquisti import (
    DESCRIZIONE,
    NON_RIPROPOSTI,
    NOTA_NON_RIPROPOSTI,
    NOTE_RISORSE,
    PRIVATI,
    PROVENIENZE,
    REFERENTE,
    RISORSE,
    choose_modulo,
)
from ldq_planner.reports.report import Blocco, Cella, Elenco, Euro, Nota, Report, Scheda, Tabella, Tono

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.acquisti import (
        Acquisto,
        FuoriProgramma,
        NonRiproposto,
        NonRitrovato,
        ProgrammaAcquisti,
        RisorsaDiScheda,
        SenzaStanziamento,
    )
    from ldq_planner.reports.moduli_acquisti import Modulo

_ZERO = Decimal("0.00")


class RispostaAcquisti(NamedTuple):
    """La risposta di `ldq acquisti`: le schede con i loro nomi, e ciò che non vi sta."""

    annualita_del_programma: tuple[int, ...]
    schede: tuple[str, ...]
    """Le lettere: risorse, acquisti, non riproposti."""
    ente: str
    codice_fiscale: str | None
    soglia: int
    fonte_soglia: str
    fonte_schede: str
    acquisti: tuple[Acquisto, ...]
    risorse: tuple[RisorsaDiScheda, ...]
    senza_stanziamento: tuple[SenzaStanziamento, ...]
    non_riproposti: tuple[NonRiproposto, ...]
    non_ritrovati: tuple[NonRitrovato, ...]
    esclusi: tuple[FuoriProgramma, ...]
    somme: tuple[Decimal, ...]
    """Nei costi di ogni anno del programma, poi dopo, poi in tutto: senza gli acquisti ricompresi in un altro."""


def build_acquisti(
    programma: ProgrammaAcquisti, oggi: date, aggiornati_al: date | None, scheda: str | None = None
) -> Report:
    """Le schede del programma; un CSV ne porta una sola, quella chiesta o quella degli acquisti."""
    modulo = choose_modulo(programma.anni)
    schede = {t.titolo.split(",")[0][-1]: t for t in _build_schede(programma, modulo)}
    if scheda and scheda not in schede:
        raise InvalidRequestError(
            f"il programma {programma.anni[0]}/{programma.anni[-1]} non ha una scheda {scheda}",
            f"le sue schede sono {format_elenco(modulo.lettere)}",
        )
    chiesta = schede[scheda or modulo.acquisti]
    return Report(
        schema="ldq/acquisti/1",
        titolo=f"{modulo.programma} {programma.anni[0]}/{programma.anni[-1]} dell'amministrazione {programma.ente}",
        oggi=oggi,
        dati_aggiornati_al=aggiornati_al,
        blocchi=tuple(_build_blocchi(programma, modulo, [schede[scheda]] if scheda else list(schede.values()))),
        dati=_answer(programma, modulo),
        elenco=programma.acquisti,
        modulo=chiesta,
        ente=programma.ente,
        orizzontale=True,
    )


def _answer(programma: ProgrammaAcquisti, modulo: Modulo) -> RispostaAcquisti:
    return RispostaAcquisti(
        annualita_del_programma=programma.anni,
        schede=modulo.lettere,
        ente=programma.ente,
        codice_fiscale=programma.codice_fiscale,
        soglia=programma.soglia,
        fonte_soglia=programma.fonte_soglia,
        fonte_schede=programma.fonte_schede,
        acquisti=programma.acquisti,
        risorse=programma.risorse,
        senza_stanziamento=programma.senza_stanziamento,
        non_riproposti=programma.non_riproposti,
        non_ritrovati=programma.non_ritrovati,
        esclusi=programma.esclusi,
        somme=_sum_totali(programma),
    )


def _build_blocchi(programma: ProgrammaAcquisti, modulo: Modulo, schede: list[Tabella]) -> Iterator[Blocco]:
    yield _say_che_cosa(programma, modulo)
    for scheda in schede:
        yield scheda
        yield from _explain_scheda(scheda, programma, modulo)
    privati = sum((a.capitale_privato_eur for a in programma.acquisti if a.ricompreso == NON_RICOMPRESO), _ZERO)
    is_ignoto = bool(programma.acquisti) and all(a.costi is None for a in programma.acquisti)
    somme = [None if is_ignoto else Euro(somma) for somma in _sum_totali(programma)]
    totali = (*zip(modulo.costi, somme, strict=True), (PRIVATI, Euro(privati)))
    yield Scheda(f"Totali della scheda {modulo.acquisti} (13)", totali)
    if ignoti := [f"«{a.descrizione}»" for a in programma.acquisti if a.costi is None]:
        sono = "c'è" if len(ignoti) == 1 else "ci sono"
        yield Nota(f"Nei totali non {sono} {format_elenco(ignoti)}, di cui il costo non si sa.", Tono.ATTENZIONE)
    yield from _list_mancanti(programma)
    yield from _list_da_sapere(programma)
    yield from _list_esclusi(programma)
    yield _list_codici(modulo)
    yield Nota(f"{REFERENTE}: ______________________")


def _explain_scheda(scheda: Tabella, programma: ProgrammaAcquisti, modulo: Modulo) -> Iterator[Nota]:
    """Ciò che le colonne da sole non dicono: le provenienze che mancano, e ciò che nella scheda sta sopra due colonne."""
    colonna = f"Scheda {modulo.risorse}"
    ignoti = [f"«{a.descrizione}»" for a in programma.acquisti if any(m.colonna == colonna for m in a.da_scrivere)]
    if scheda.colonne[0] == RISORSE and ignoti:
        testo = f"Da completare: non si sa da dove vengono tutti i soldi di {format_elenco(ignoti)}."
        yield Nota(testo, Tono.ATTENZIONE)
    if scheda.colonne[0] == RISORSE:
        yield from _say_scoperti(programma)
    muti = [f"«{r.descrizione}»" for r in programma.non_riproposti if r.motivo is None]
    if scheda.colonne == NON_RIPROPOSTI and muti:
        yield Nota(
            f"Da completare: perché non torna {format_elenco(muti)} (ldq scarta, con --motivo).", Tono.ATTENZIONE
        )
    if scheda.colonne == modulo.colonne:
        yield Nota(f"{PRIVATI}: Importo e Tipologia. {modulo.centrale}: codice AUSA e denominazione.")


def _say_scoperti(programma: ProgrammaAcquisti) -> Iterator[Nota]:
    """Anno per anno, ciò che gli stanziamenti non pagano."""
    nomi = {a.scenario: f"«{a.descrizione}»" for a in programma.acquisti}
    for anno in programma.anni:
        suoi = [s for s in programma.senza_stanziamento if s.anno == anno]
        if suoi:
            chi = format_elenco([f"{format_euro(s.scoperto_eur)} per {nomi[s.scenario]}" for s in suoi])
            perche = (
                "gli stanziamenti non bastano"
                if suoi[0].stanziato_eur is not None
                else "nei dati non c'è nessuno stanziamento"
            )
            yield Nota(f"Nel {anno} {perche}: mancano {chi}.", Tono.ALLARME)


def _say_che_cosa(programma: ProgrammaAcquisti, modulo: Modulo) -> Nota:
    quanti = len(programma.acquisti)
    return Nota(
        f"{'1 acquisto' if quanti == 1 else f'{format_numero(quanti)} acquisti'} da € {format_numero(programma.soglia)} in su "
        f"senza IVA ({programma.fonte_soglia}); i costi delle schede {format_elenco(modulo.lettere)} sono con l'IVA "
        f"({programma.fonte_schede}). {programma.nota_schede}."
    )


# ——— le tre schede


def _build_schede(programma: ProgrammaAcquisti, modulo: Modulo) -> Iterator[Tabella]:
    yield _build_risorse(programma, modulo)
    yield _build_elenco(programma, modulo)
    yield Tabella(
        f"Scheda {modulo.non_riproposti}, acquisti della prima annualità del programma precedente, non riproposti e non avviati",
        NON_RIPROPOSTI,
        tuple(
            (r.cui, r.cup or "", r.descrizione, _make_euro(r.importo), r.priorita, r.motivo)
            for r in programma.non_riproposti
        ),
        vuota="Nessun acquisto.",
        gruppi=((2, 0, 1), (2, 3, 4, 5)),
    )


def _build_risorse(programma: ProgrammaAcquisti, modulo: Modulo) -> Tabella:
    righe = tuple(
        (PROVENIENZE.get(r.provenienza, r.provenienza), *_list_euro(r.costi, modulo), _make_euro(r.totale))
        for r in programma.risorse
    )
    return Tabella(
        f"Scheda {modulo.risorse}, quadro delle risorse necessarie alla realizzazione del programma",
        (RISORSE, *modulo.anni, "Importo Totale (2)"),
        righe,
        soprattitoli=modulo.soprattitoli_risorse,
    )


def _build_elenco(programma: ProgrammaAcquisti, modulo: Modulo) -> Tabella:
    return Tabella(
        f"Scheda {modulo.acquisti}, elenco degli acquisti del programma",
        modulo.colonne,
        tuple(_build_riga(a, modulo) for a in programma.acquisti),
        vuota="Nessun acquisto.",
        gruppi=modulo.gruppi,
        soprattitoli=modulo.soprattitoli,
    )


def _build_riga(acquisto: Acquisto, modulo: Modulo) -> tuple[Cella, ...]:
    """Una cella per colonna; `None` dove il dato serve e non c'è, il vuoto dove la scheda può restare in bianco."""
    return (
        acquisto.cui,
        str(acquisto.annualita),
        acquisto.cup or "",
        acquisto.ricompreso,
        acquisto.cui_ricompreso or "",
        _say_si_no(acquisto.lotto_funzionale),
        acquisto.nuts,
        acquisto.settore,
        acquisto.cpv,
        acquisto.descrizione,
        acquisto.priorita,
        acquisto.rup,
        acquisto.durata_mesi,
        _say_si_no(acquisto.nuovo_affidamento),
        *_list_euro(acquisto.costi, modulo),
        _make_euro(acquisto.costi_successivi),
        _make_euro(acquisto.totale),
        Euro(acquisto.capitale_privato_eur),
        acquisto.capitale_privato_tipo or "",
        acquisto.ausa or "",
        acquisto.centrale_committenza or "",
        *((acquisto.cig_accordo_quadro or "",) if modulo.accordo else ()),
        acquisto.modifica_programma or "",
    )


def _make_euro(importo: Decimal | None) -> Euro | None:
    return None if importo is None else Euro(importo)


def _list_euro(costi: tuple[Decimal, ...] | None, modulo: Modulo) -> tuple[Euro | None, ...]:
    """Una cella per anno, anche se i costi non si sanno."""
    return tuple(map(_make_euro, costi or (None,) * len(modulo.anni)))


def _say_si_no(detto: bool | None) -> str | None:  # noqa: FBT001 - è un dato, non un modo di fare
    return None if detto is None else "Sì" if detto else "No"


def _sum_totali(programma: ProgrammaAcquisti) -> tuple[Decimal, ...]:
    """I costi di ogni anno, dopo, e in tutto."""
    sommati = [a for a in programma.acquisti if a.ricompreso == NON_RICOMPRESO]
    righe = [(*a.costi, a.costi_successivi, a.totale) for a in sommati if a.costi is not None]
    return tuple(sum((r[i] or _ZERO for r in righe), _ZERO) for i in range(len(programma.anni) + 2))


# ——— ciò che accompagna le schede


def _list_mancanti(programma: ProgrammaAcquisti) -> Iterator[Blocco]:
    """Una riga per cella che manca; su uno schermo, una per acquisto, e poi che cosa scrivere."""
    righe = tuple((a.descrizione, m.colonna, m.rimedio) for a in programma.acquisti for m in a.da_scrivere)
    if not righe:
        return
    titolo = "Che cosa manca, riga per riga"
    insieme = tuple(
        (a.descrizione, "; ".join(m.colonna for m in a.da_scrivere)) for a in programma.acquisti if a.da_scrivere
    )
    rimedi = dict.fromkeys(f"{colonna}: {rimedio}" for _, colonna, rimedio in righe)
    breve = (Tabella(titolo, ("Acquisto", "Mancano"), insieme), Elenco("Che cosa scrivere, nello scenario", (*rimedi,)))
    yield Tabella(titolo, ("Acquisto", "Colonna", "Che cosa scrivere"), righe, breve=breve)


def _list_da_sapere(programma: ProgrammaAcquisti) -> Iterator[Blocco]:
    righe = tuple((a.descrizione, frase) for a in programma.acquisti for frase in a.da_sapere)
    if righe:
        yield Tabella("Da sapere, riga per riga", ("Acquisto", "Che cosa"), righe)


def _list_esclusi(programma: ProgrammaAcquisti) -> Iterator[Blocco]:
    righe = tuple((e.nome, e.motivo) for e in programma.esclusi)
    if righe:
        yield Tabella("Fuori dal programma, e perché", ("Scenario", "Perché"), righe)
    passati = tuple((n.descrizione, n.cui or "", n.motivo) for n in programma.non_ritrovati)
    if passati:
        yield Tabella("Del programma di prima, da controllare", (DESCRIZIONE, NON_RIPROPOSTI[0], "Che cosa"), passati)


def _list_codici(modulo: Modulo) -> Tabella:
    """Le tabelle dei codici e le note della scheda: su uno schermo basta dire dove sono."""
    codici = tuple((modulo.name_tabella(nome), *riga) for nome, righe in modulo.tabelle for riga in righe)
    delle_schede = zip(modulo.lettere, (NOTE_RISORSE, modulo.note, (NOTA_NON_RIPROPOSTI,)), strict=True)
    note = tuple(
        (f"Scheda {lettera}, note", f"({numero})", nota)
        for lettera, sue in delle_schede
        for numero, nota in enumerate(sue, 1)
    )
    dove = Nota("Le note e le tabelle dei codici delle schede sono nel foglio e nella carta: -o programma.xlsx")
    return Tabella(
        "Note e tabelle dei codici",
        ("Dove", "Codice", "Che cosa vuol dire"),
        (*note, *codici),
        breve=(dove,),
    )
