"""`ldq programma-gare`: quando cominciare ogni gara, perché non prima, con quali uffici e soldi."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.programma.esito import AGGIUDICAZIONE, GIUNTA, PianoDelleGare, list_fasi, list_servizi
from ldq_planner.engine.programma.soldi import compute_bilancio, list_liberati, to_euro
from ldq_planner.model.programma_gare import (
    AttesaDelPiano,
    GaraDelPiano,
    PerRiuscirci,
    RispostaProgrammaGare,
)
from ldq_planner.model.testo import format_elenco, format_euro, format_giorni, format_numero, lower_prima
from ldq_planner.reports.avvisi import announce_eta
from ldq_planner.reports.figura_del_programma import draw_programma, list_eventi
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Cella,
    Elenco,
    Euro,
    Nota,
    Report,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.engine.programma.mosse import Mossa
    from ldq_planner.engine.programma.perche import PercheAttende, Rimedio
    from ldq_planner.model.programma_gare import AnnoDiSpesa, ConfrontoDelPiano, PostoInPiu

_NOTA_IVA = (
    "Importi con l'IVA; a ciò che non la contiene, o di cui non si sa, è aggiunta all'aliquota più alta di un servizio."
)
_ATTESE = {
    "subito": "comincia subito",
    "soldi": "i soldi del {} non bastano",
    "giorno-fisso": "ha un giorno fisso",
    "chiusura": "prima gli uffici sono chiusi",
    "non-serve": "cominciando prima non andrebbe meglio",
    "in-corso": "è già in corso",
}
SCHEMA = "ldq/programma-gare/1"


def build_programma_gare(piano: PianoDelleGare, *, tutto: bool = False) -> Report:
    """Il piano, con ciò che lo spiega; per intero se si vuole `tutto`."""
    risposta = answer_programma(piano)
    quadro = piano.problema.quadro
    report = Report(
        schema=SCHEMA,
        titolo="Programma delle gare",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*announce_eta(quadro, "programma-gare"), *_build_blocchi(piano, risposta, tutto=tutto)),
        dati=risposta,
        elenco=risposta.gare,
        eventi=list_eventi(risposta, _name_tutte(piano), quadro.portafoglio, quadro.oggi),
    )
    return add_legge(report, quadro)


def answer_programma(piano: PianoDelleGare) -> RispostaProgrammaGare:
    """La risposta per le macchine."""
    scelta, quadro = piano.scelta, piano.problema.quadro
    rimedio = piano.find_rimedio()
    return RispostaProgrammaGare(
        metodo=piano.metodo,
        abitanti_giorni_scoperti=scelta.valore[1],
        limite_inferiore=min(piano.limite, scelta.valore[1]),
        scarto_per_mille=piano.scarto_per_mille,
        costo_eur=to_euro(scelta.valore[2]),
        ritardo_giorni=scelta.valore[3],
        gare=tuple(_make_gara(piano, m) for m in scelta.mosse),
        mancano=tuple(dict.fromkeys(s for s, _ in scelta.mancano)),
        per_riuscirci=PerRiuscirci(rimedio.tolti, tuple(_say_rimedio(piano, rimedio))) if rimedio else None,
        da_scegliere=tuple(sorted(s.id for gruppo in quadro.portafoglio.indecisi.values() for s in gruppo)),
        carico=tuple(piano.list_carico()),
        confronti=tuple(piano.list_confronti()),
        in_piu=tuple(piano.list_in_piu()),
        bilancio=compute_bilancio(piano.problema, scelta),
        liberati=tuple(list_liberati(quadro.portafoglio)),
    )


def _make_gara(piano: PianoDelleGare, mossa: Mossa) -> GaraDelPiano:
    gara, eventi, perche = mossa.gara, mossa.eventi, piano.explain(mossa)
    servizi = list_servizi(mossa)
    previste = piano.problema.quadro.forecast().gare
    agenda = gara.agenda or previste[next(iter(gara.scenari))].agenda
    giunta, aggiudicazione = eventi.get(GIUNTA), eventi.get(AGGIUDICAZIONE)
    get_lunedi = piano.problema.get_lunedi
    return GaraDelPiano(
        id=gara.id,
        scenari=tuple(sorted(gara.scenari)),
        quartieri=tuple(s.quartiere for s in servizi),
        lotti=len(gara.parti),
        procedura=agenda.ipotesi.procedura.id,
        procedura_voluta=gara.procedura_voluta or None,
        valore_netto_eur=gara.netto,
        in_corso=gara.fissata is not None,
        inizio_preparazione=next(iter(eventi.values())).inizio,
        giunta=giunta.fine if giunta else None,
        bando=eventi[INVIO].fine,
        aggiudicazione=aggiudicazione.fine if aggiudicazione else None,
        avvio=[*eventi.values()][-1].fine,
        costo_eur=to_euro(mossa.valore[1]) if mossa.valore[1] else None,
        servizi=servizi,
        fasi=list_fasi(mossa),
        attesa=AttesaDelPiano(
            codice=perche.codice,
            testo=say_attesa(piano, perche),
            settimana=get_lunedi(perche.settimana) if perche.codice not in ("subito", "in-corso", "chiusura") else None,
            ufficio=perche.risorsa[0] or None,
            fase=perche.risorsa[1] or None,
            settimana_piena=get_lunedi(perche.piena) if perche.risorsa[0] else None,
            occupanti=perche.occupanti,
        ),
    )


# --- le frasi ------------------------------------------------------------------------------------------------------


def list_lettere(piano: PianoDelleGare) -> dict[str, str]:
    """Gara del piano → la lettera con cui la si chiama, in ordine di inizio: A, B, e dopo la Z A2."""
    ordine = sorted(piano.scelta.mosse, key=lambda m: (m.giorno, m.gara.id))
    lettere = (
        f"{ascii_uppercase[i % 26]}{i // 26 + 1 if i >= len(ascii_uppercase) else ''}" for i in range(len(ordine))
    )
    return {m.gara.id: lettera for m, lettera in zip(ordine, lettere, strict=True)}


def name_gara(piano: PianoDelleGare, id_: str) -> str:
    """Il nome di una gara del piano: quello dello scenario, o dei suoi; con i quartieri, se non li fa tutti."""
    gara = next(m.gara for m in piano.scelta.mosse if m.gara.id == id_)
    portafoglio = piano.problema.quadro.portafoglio
    nomi = [portafoglio.scenari_by_id[s].nome for s in sorted(gara.scenari)]
    tutti = {q for s in gara.scenari for q in portafoglio.scenari_by_id[s].quartieri}
    suoi = [q for _, q in sorted(gara.pezzi)]
    dove = "" if set(suoi) == tutti else f" ({', '.join(portafoglio.nomi[q] for q in suoi)})"
    lotti = f", in {len(gara.parti)} lotti" if len(gara.parti) > 1 else ""
    return f"{list_lettere(piano)[id_]} · {' + '.join(nomi)}{dove}{lotti}"


def _name_tutte(piano: PianoDelleGare) -> dict[str, str]:
    return {m.gara.id: name_gara(piano, m.gara.id) for m in piano.scelta.mosse}


def _name_scenari(piano: PianoDelleGare, ids: Iterable[str]) -> str:
    scenari = piano.problema.quadro.portafoglio.scenari_by_id
    return format_elenco([f"«{scenari[id_].nome}»" for id_ in ids])


def _name_fase(piano: PianoDelleGare, id_: str) -> str:
    """Il nome della fase, in una frase."""
    procedure = piano.problema.quadro.require_diritto().norme.procedure
    fasi = (*procedure.fasi, *(f for p in procedure.procedure for f in p.proprie))
    return lower_prima(next((f.nome for f in fasi if f.id == id_), id_))


def say_attesa(piano: PianoDelleGare, perche: PercheAttende) -> str:
    """Perché la gara non comincia prima: «legale, nella settimana del 16/01/2024, è piena (…)»."""
    if perche.codice == "ufficio":
        return _say_ufficio(piano, perche)
    if perche.codice == "dipendenza":
        dipendenza = next(d for d in piano.problema.risorse.dipendenze if d.id == perche.che_cosa)
        return f"attende {_name_scenari(piano, [dipendenza.dopo])}: {_name_fase(piano, dipendenza.fase)}"
    return _ATTESE[perche.codice].format(perche.che_cosa)


def _say_ufficio(piano: PianoDelleGare, perche: PercheAttende) -> str:
    ufficio = next(u for u in piano.problema.risorse.uffici if u.id == perche.risorsa[0])
    dove = f" ({_name_fase(piano, perche.risorsa[1])})" if perche.risorsa[1] else ""
    lettere = [list_lettere(piano)[o] for o in perche.occupanti]
    chi = f", con {format_elenco(lettere)}" if lettere else ", non ha posti"
    quando = format_giorno(piano.problema.get_lunedi(perche.piena))
    return f"{ufficio.nome}{dove} è al completo nella settimana del {quando}{chi}"


def _say_rimedio(piano: PianoDelleGare, rimedio: Rimedio) -> Iterator[str]:
    risorse = piano.problema.risorse
    for anno, centesimi in sorted(rimedio.centesimi.items()):
        yield f"nel {anno} {format_euro(to_euro(centesimi))} in più"
    soldi = {s.id for s in risorse.stanziamenti}
    nomi = {u.id: f"più posti in «{u.nome}»" for u in risorse.uffici}
    nomi |= {
        d.id: f"{_name_scenari(piano, [d.scenario])} senza attendere {_name_scenari(piano, [d.dopo])}"
        for d in risorse.dipendenze
    }
    nomi |= {g.id: f"{_name_scenari(piano, [g.scenario])} senza il giorno fisso" for g in risorse.giorni_fissi}
    yield from (nomi[id_] for id_ in rimedio.tolti if id_ not in soldi)


def _say_piano(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Iterator[Nota]:
    quante = len(risposta.gare)
    gare = "Una gara" if quante == 1 else f"{quante} gare"
    scoperti = risposta.abitanti_giorni_scoperti
    resta = f"restano scoperti {format_numero(scoperti)} abitanti-giorni" if scoperti else "non resta scoperto nessuno"
    yield Nota(f"{gare}: {resta} da oggi, {say_scarto(risposta)}.", Tono.ATTENZIONE if scoperti else Tono.BENE)
    if risposta.mancano:
        nomi = _name_scenari(piano, risposta.mancano)
        yield Nota(f"Non si riesce a fare {nomi} con questi limiti.", Tono.ALLARME)
        if risposta.per_riuscirci is None:
            yield Nota("Non basterebbe nemmeno togliere tutti i limiti.", Tono.ALLARME)
        elif risposta.per_riuscirci.testi:
            yield Nota(f"Per riuscirci: {format_elenco(list(risposta.per_riuscirci.testi))}.", Tono.ATTENZIONE)
    if risposta.da_scegliere:
        nomi = _name_scenari(piano, risposta.da_scegliere)
        yield Nota(f"Il piano non conta {nomi}: fra questi si deve prima scegliere (ldq scegli).", Tono.ATTENZIONE)
    if piano.problema.quadro.portafoglio.risorse is None:
        yield Nota("Senza risorse.yaml nessun ufficio, nessuna seduta e nessun soldo mette un limite.")


def say_scarto(risposta: RispostaProgrammaGare) -> str:
    """«al più lo 0,9 % dal migliore possibile», o che è il migliore."""
    if not risposta.scarto_per_mille:
        return "e di meno non si può"
    return f"al più {say_percento(risposta.scarto_per_mille)} dal migliore possibile"


def say_percento(per_mille: int) -> str:
    """«lo 0,9 %», «l'8 %», «il 12,5 %»."""
    interi, decimi = divmod(per_mille, 10)
    testo = f"{interi},{decimi}" if decimi else str(interi)
    articolo = "lo " if not interi else "l'" if interi in (1, 11) or str(interi).startswith("8") else "il "
    return f"{articolo}{testo} %"


# --- le tavole -----------------------------------------------------------------------------------------------------


def _build_blocchi(piano: PianoDelleGare, risposta: RispostaProgrammaGare, *, tutto: bool) -> Iterator[Blocco]:
    yield from _say_piano(piano, risposta)
    yield _build_gare(piano, risposta)
    yield from _say_procedure(piano, risposta)
    yield _build_servizi(piano, risposta)
    uffici = {u.id: u.nome for u in piano.problema.risorse.uffici}
    figura = draw_programma(risposta, _name_tutte(piano), uffici, piano.problema.quadro.oggi)
    yield from (figura,) if figura else ()
    yield _build_confronti(piano, risposta)
    if risposta.in_piu:
        yield _build_in_piu(piano, risposta)
    if risposta.bilancio:
        yield _build_bilancio(risposta)
        yield Nota(_NOTA_IVA)
    if risposta.liberati:
        yield _build_liberati(risposta)
    if tutto and risposta.carico:
        yield _build_carico(piano, risposta)
    if piano.metodo == "ingordo" and risposta.scarto_per_mille:
        yield Suggerimento("Un piano migliore, o la prova che non c'è: ldq programma-gare --ottimo")
    if not tutto and risposta.carico:
        yield Suggerimento("Anche il carico di ogni ufficio, settimana per settimana: ldq programma-gare --tutto")


def _build_gare(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    colonne = (
        "Gara",
        "Preparare dal",
        "Giunta",
        "Bando",
        "Servizio possibile dal",
        "Procedura",
        "Costo",
        "Non prima perché",
    )
    righe = tuple(
        (
            name_gara(piano, g.id),
            g.inizio_preparazione,
            g.giunta or TRATTINO,
            g.bando,
            g.avvio,
            g.procedura,
            Euro(g.costo_eur) if g.costo_eur is not None else None,
            g.attesa.testo,
        )
        for g in sorted(risposta.gare, key=lambda g: (g.inizio_preparazione, g.id))
    )
    return Tabella("Le gare", colonne, righe, vuota="Nei dati non c'è nessuna gara da fare.")


def _say_procedure(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Iterator[Blocco]:
    """Dove unire o dividere in lotti cambia la procedura: il valore di tutti i lotti si somma (D.Lgs. 36/2023, art. 14)."""
    frasi = tuple(
        f"{name_gara(piano, g.id)}: {_say_valore(g)}non si può con la procedura che i dati vogliono ({g.procedura_voluta}), e si conta {g.procedura}"
        for g in risposta.gare
        if g.procedura_voluta
    )
    if frasi:
        yield Elenco("Procedure che cambiano", frasi)


def _say_valore(gara: GaraDelPiano) -> str:
    if gara.valore_netto_eur is None:
        return "unite "
    return f"con {format_euro(gara.valore_netto_eur)} di valore, tutti i lotti insieme (art. 14), "


def _build_servizi(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    nomi = piano.problema.quadro.portafoglio.nomi
    righe = tuple(
        (
            nomi[s.quartiere],
            s.inizio or Voce("✗ finirebbe prima di cominciare", Tono.ALLARME),
            s.fine or TRATTINO,
            Voce(format_giorni(s.giorni_scoperti), Tono.ALLARME, s.giorni_scoperti) if s.giorni_scoperti else TRATTINO,
            None if s.abitanti_giorni_scoperti is None else s.abitanti_giorni_scoperti or TRATTINO,
            _say_ponte(s.ponte_mesi, s.ponte_strumenti) if s.ponte_dal else TRATTINO,
            s.ponte_dal or TRATTINO,
            s.ponte_al or TRATTINO,
        )
        for g in risposta.gare
        for s in g.servizi
    )
    colonne = (
        "Quartiere",
        "Servizio dal",
        "Al",
        "Scoperto da oggi",
        "Abitanti-giorni",
        "Ponte",
        "Ponte dal",
        "Ponte al",
    )
    return Tabella("I quartieri", colonne, righe)


def _say_ponte(mesi: int | None, strumenti: tuple[str, ...]) -> str:
    durata = "1 mese" if mesi == 1 else f"{mesi} mesi"
    return f"{durata}: {' o '.join(strumenti)}"


def _build_confronti(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    uffici = {u.id: u.nome for u in piano.problema.risorse.uffici}
    colonne = ("Piano", "Abitanti-giorni scoperti", "Costo", "Giorni di ritardo", "Uffici oltre i loro posti")
    questo = (
        "Questo",
        risposta.abitanti_giorni_scoperti,
        Euro(risposta.costo_eur),
        risposta.ritardo_giorni,
        Voce("✓ nessuno", Tono.BENE),
    )
    return Tabella("A confronto", colonne, (questo, *(_build_confronto(c, uffici) for c in risposta.confronti)))


def _build_confronto(confronto: ConfrontoDelPiano, uffici: Mapping[str, str]) -> tuple[Cella, ...]:
    oltre: Cella = Voce("✓ nessuno", Tono.BENE)
    if confronto.settimane_oltre:
        settimane = "1 settimana" if confronto.settimane_oltre == 1 else f"{confronto.settimane_oltre} settimane"
        chi = ", ".join(uffici[id_] for id_ in confronto.uffici_oltre)
        oltre = Voce(f"✗ {chi}: {settimane}", Tono.ALLARME)
    return (
        confronto.nome,
        confronto.abitanti_giorni_scoperti,
        Euro(confronto.costo_eur),
        confronto.ritardo_giorni,
        oltre,
    )


def _build_in_piu(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    uffici = {u.id: u for u in piano.problema.risorse.uffici}

    def name(voce: PostoInPiu) -> str:
        if voce.ufficio is None:
            return f"Soldi del {voce.anno} senza limite"
        ufficio = uffici[voce.ufficio]
        return f"{ufficio.nome}: {ufficio.gare} → {ufficio.gare + 1}"

    righe = tuple(
        (
            name(v),
            str(v.anno) if v.anno else "sempre",
            v.abitanti_giorni_in_meno or TRATTINO,
            v.gare_in_piu or TRATTINO,
            Euro(v.euro_in_piu) if v.euro_in_piu else TRATTINO,
        )
        for v in risposta.in_piu
        if v.abitanti_giorni_in_meno or v.gare_in_piu
    )
    colonne = ("Uno in più", "Quando", "Abitanti-giorni in meno", "Gare in più", "Euro in più")
    vuota = "Un posto in più, in qualunque ufficio, non lascerebbe scoperto nessuno di meno; né più soldi."
    return Tabella("Quanto varrebbe", colonne, righe, vuota=vuota)


def _build_bilancio(risposta: RispostaProgrammaGare) -> Tabella:
    colonne = ("Anno", "Stanziato", "Impegnato", "Gare e ponti", "Senza soldi", "Da quando")
    return Tabella("I soldi", colonne, tuple(map(_build_anno, risposta.bilancio)))


def _build_anno(anno: AnnoDiSpesa) -> tuple[Cella, ...]:
    return (
        str(anno.anno),
        Euro(anno.stanziato_eur) if anno.stanziato_eur is not None else TRATTINO,
        Euro(anno.impegnato_eur),
        Euro(anno.gare_eur),
        Voce(f"✗ {format_euro(anno.scoperto_eur)}", Tono.ALLARME) if anno.scoperto_eur else TRATTINO,
        anno.scoperto_dal or TRATTINO,
    )


def _build_liberati(risposta: RispostaProgrammaGare) -> Tabella:
    righe = tuple((x.titolo, Euro(x.maturato_eur), Euro(x.liberato_eur), x.iva, x.contratto) for x in risposta.liberati)
    return Tabella("Soldi che si liberano", ("Contratto", "Maturato", "Non speso", "IVA", "Id"), righe)


def _build_carico(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    nomi, lettere = {u.id: u.nome for u in piano.problema.risorse.uffici}, list_lettere(piano)
    righe = tuple(
        (
            nomi[c.ufficio] + (f" ({_name_fase(piano, c.fase)})" if c.fase else ""),
            c.settimana,
            Voce(f"{c.gare} su {c.posti}", Tono.ATTENZIONE if c.gare >= c.posti else Tono.BENE, c.gare),
            ", ".join(sorted(lettere[q] for q in c.quali)),
        )
        for c in risposta.carico
    )
    return Tabella("Il carico degli uffici", ("Ufficio", "Settimana del", "Gare", "Quali"), righe, ripiegata=True)
