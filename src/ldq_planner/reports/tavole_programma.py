"""Le tavole di `ldq programma-gare`: le gare, i quartieri, i confronti, i soldi, il carico degli uffici."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_elenco, format_euro
from ldq_planner.reports.figura_del_programma import Nomi, draw_programma
from ldq_planner.reports.frase_programma import list_lettere, name_fase, name_fasi, name_gara, name_tutte, say_piano
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Cella,
    Elenco,
    Euro,
    Nota,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)
from ldq_planner.reports.sicurezza_programma import build_sicurezza, name_scoperti, show_giorni, show_persone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.model.programma_gare import (
        AnnoDiSpesa,
        ConfrontoDelPiano,
        GaraDelPiano,
        PostoInPiu,
        RispostaProgrammaGare,
    )
    from ldq_planner.model.risorse import Stanziamento

_NOTA_IVA = (
    "Importi con l'IVA; a ciò che non la contiene, o di cui non si sa, è aggiunta all'aliquota più alta di un servizio."
)
_NOTA_LIBERATI = "Sono contratti sospesi, o finiti prima. Dove l'impegnato è scritto in risorse.yaml questi soldi vi sono ancora: si riduce lì."
_NOTA_ALMENO = "Uno in più darebbe almeno tanto: il piano è stato ritoccato, non rifatto."


def build_blocchi(piano: PianoDelleGare, risposta: RispostaProgrammaGare, *, tutto: bool) -> Iterator[Blocco]:
    """Le frasi, poi le tavole e la figura; con il carico di ogni settimana se si vuole `tutto`."""
    yield from say_piano(piano, risposta)
    yield from build_sicurezza(piano, risposta)
    yield _build_gare(piano, risposta)
    yield from _say_procedure(piano, risposta)
    yield _build_servizi(piano, risposta)
    uffici = {u.id: u.nome for u in piano.problema.risorse.uffici}
    figura = draw_programma(risposta, Nomi(name_tutte(piano), uffici, name_fasi(piano)), piano.problema.quadro.oggi)
    yield from (figura,) if figura else ()
    yield _build_confronti(piano, risposta)
    if risposta.in_piu:
        yield _build_in_piu(piano, risposta)
        if any(not v.esatto and (v.abitanti_giorni_in_meno or v.gare_in_piu) for v in risposta.in_piu):
            yield Nota(_NOTA_ALMENO)
    if risposta.bilancio:
        yield _build_bilancio(risposta)
        yield from _say_scoperto(risposta)
        yield Nota(_NOTA_IVA)
        yield from _say_impegnato(piano.problema.risorse.stanziamenti)
    if risposta.liberati:
        yield _build_liberati(risposta)
        yield Nota(_NOTA_LIBERATI)
    if tutto and risposta.carico:
        yield _build_carico(piano, risposta)
    if piano.metodo == "ingordo" and risposta.scarto_per_mille != 0:
        come = "" if risposta.rho is None else " --rischio"
        yield Suggerimento(f"Un piano migliore, o la prova che non c'è: ldq programma-gare --ottimo{come}")
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
            _show_costo(g.costo_eur, g.senza_stima),
            g.attesa.testo,
        )
        for g in sorted(risposta.gare, key=lambda g: (g.inizio_preparazione, g.id))
    )
    vuota = "Con questi limiti, nessuna." if risposta.mancano else "Nei dati non c'è nessuna gara da fare."
    return Tabella("Le gare", colonne, righe, vuota=vuota)


def _show_costo(euro: Decimal | None, senza_stima: tuple[str, ...]) -> Cella:
    """Il costo che si sa; se non è tutto, lo dice."""
    if not euro:
        return None if senza_stima or euro is None else Euro(euro)
    return f"{format_euro(euro)} + non noto" if senza_stima else Euro(euro)


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
            show_giorni(s),
            None if s.abitanti_giorni_scoperti is None else show_persone(risposta, s.abitanti_giorni_scoperti),
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
        *name_scoperti(risposta, "Scoperto da oggi", "Abitanti-giorni"),
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
    colonne = (
        "Piano",
        *name_scoperti(risposta, "Abitanti-giorni scoperti"),
        "Costo",
        "Giorni di ritardo",
        "Uffici oltre i loro posti",
    )
    tutti = (piano.describe(), *risposta.confronti)
    return Tabella("A confronto", colonne, tuple(_build_confronto(risposta, c, uffici) for c in tutti))


def _build_confronto(
    risposta: RispostaProgrammaGare, confronto: ConfrontoDelPiano, uffici: Mapping[str, str]
) -> tuple[Cella, ...]:
    oltre: Cella = Voce("✓ nessuno", Tono.BENE)
    if confronto.settimane_oltre:
        settimane = "1 settimana" if confronto.settimane_oltre == 1 else f"{confronto.settimane_oltre} settimane"
        chi = ", ".join(uffici[id_] for id_ in confronto.uffici_oltre)
        oltre = Voce(f"✗ {chi}: {settimane}", Tono.ALLARME)
    return (
        confronto.nome,
        show_persone(risposta, confronto.abitanti_giorni_scoperti),
        _show_costo(confronto.costo_eur, confronto.senza_costo),
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
            show_persone(risposta, v.abitanti_giorni_in_meno),
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
    return Tabella("I soldi, con l'IVA", colonne, tuple(map(_build_anno, risposta.bilancio)))


def _say_scoperto(risposta: RispostaProgrammaGare) -> Iterator[Nota]:
    """Quanto manca in tutto, e da quando; niente se i soldi bastano."""
    scoperti = [a for a in risposta.bilancio if a.scoperto_eur]
    if scoperti:
        euro = format_euro(sum((a.scoperto_eur for a in scoperti), Decimal(0)))
        dal = next((f", dal {format_giorno(a.scoperto_dal)}" for a in scoperti if a.scoperto_dal), "")
        anni = format_elenco([str(a.anno) for a in scoperti])
        yield Nota(f"Senza stanziamento: {euro}{dal} ({anni}).", Tono.ALLARME)


def _say_impegnato(stanziamenti: Sequence[Stanziamento]) -> Iterator[Nota]:
    """Dove i dati non dicono quanto è già impegnato, che cosa se ne conta."""
    detti = {s.anno for s in stanziamenti if s.impegnato_eur is not None}
    if taciuti := sorted({s.anno for s in stanziamenti} - detti):
        anni = format_elenco([str(anno) for anno in taciuti])
        yield Nota(f"Nel {anni} nessuno stanziamento dice quanto è impegnato: vi si conta il costo dei contratti.")
    if mancanti := [s for s in stanziamenti if s.impegnato_eur is None and s.anno in detti]:
        quali = format_elenco([f"«{s.fonte}» del {s.anno}" for s in mancanti])
        yield Nota(
            f"Quanto è impegnato non lo dice {quali}: si conta tutto libero, perché altri di quell'anno lo dicono."
        )


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
    righe = tuple((x.titolo, Euro(x.maturato_eur), Euro(x.liberato_eur), x.iva) for x in risposta.liberati)
    return Tabella("Soldi che si liberano", ("Contratto", "Speso", "Non si spende", "IVA"), righe)


def _build_carico(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Tabella:
    nomi, lettere = {u.id: u.nome for u in piano.problema.risorse.uffici}, list_lettere(piano)
    righe = tuple(
        (
            nomi[c.ufficio] + (f" ({name_fase(piano, c.fase)})" if c.fase else ""),
            c.settimana,
            Voce(f"{c.gare} su {c.posti}", Tono.ATTENZIONE if c.gare >= c.posti else Tono.BENE, c.gare),
            ", ".join(sorted(lettere[q] for q in c.quali)),
        )
        for c in risposta.carico
    )
    return Tabella("Il carico degli uffici", ("Ufficio", "Settimana del", "Gare", "Quali"), righe, ripiegata=True)
