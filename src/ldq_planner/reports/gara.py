"""`ldq gara`: entro quando fare ogni cosa, sotto quale legge, con quale margine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.model.evento import ANTICIPI, Evento, GenereEvento
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_distanza, format_euro, format_giorni
from ldq_planner.reports.avvisi_legge import STIME
from ldq_planner.reports.fasi_brevi import build_fasi_brevi
from ldq_planner.reports.figura import draw_gara
from ldq_planner.reports.fonti import cite_articolo
from ldq_planner.reports.frase_gara import describe_invio, say_gara
from ldq_planner.reports.passi import build_passi
from ldq_planner.reports.report import TRATTINO, Blocco, Nota, Report, Scheda, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.tempi import build_fasi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.model.cronoprogramma import Avviso, EsitoGara, Lettura, PassoGara, ValoreAppalto
    from ldq_planner.model.norme import Procedura
    from ldq_planner.reports.passi import Passo
    from ldq_planner.reports.report import Cella

_PREPARAZIONE = (
    ("decisione_contrarre", "Decisione di contrarre"),
    ("indirizzo", "Delibera di Giunta"),
    ("progettazione", "Progetto del servizio"),
)
_CASI = (
    ("elettronica", "offerte elettroniche"),
    ("urgenza", "urgenza"),
    ("preinformazione", "avviso di preinformazione"),
    ("esecuzione-anticipata", "esecuzione anticipata"),
    ("ricorso", "ricorso con istanza cautelare"),
)
_GIA_DETTO = "in-ritardo"
_GRAVI = ("in-ritardo", "oltre-il-termine", "procedura-non-ammessa")
_NOTIZIE = ("effetto-opzione", "programmazione", STIME)
_LEGENDA = "«Dal»: il giorno da cui si conta, escluso. «Al»: quello in cui la fase è compiuta."
_LEGENDA_LIMITI = "«Entro»: l'ultimo giorno utile. «Riserva»: i giorni da «Al» a «Entro»."
_SPIEGA = "Come si arriva a queste date: lo stesso comando con --spiega"
_LETTURA = (
    ("Pubblicazione", "pubblicazione"),
    ("Scadenza delle offerte", "scadenza_offerte"),
    ("Aggiudicazione", "aggiudicazione"),
    ("Fine del termine dilatorio", "fine_standstill"),
    ("Stipula", "stipula"),
    ("Servizio dal", "avvio"),
)


def build_gara(
    esito: EsitoGara, procedura: Procedura, casi: frozenset[str], oggi: date, *, tutto: bool = False
) -> Report:
    """Le date della gara: la frase, le fasi, le due letture, il valore, gli avvisi; con `tutto`, anche la scheda e gli articoli."""
    return Report(
        schema="ldq/gara/1",
        titolo=describe_gara(esito),
        oggi=oggi,
        dati_aggiornati_al=None,
        blocchi=tuple((_build_tutto if tutto else _build_breve)(esito, procedura, casi, oggi)),
        dati=esito,
        elenco=esito.fasi,
        eventi=tuple(_build_evento(esito, fase) for fase in esito.fasi),
    )


def _build_evento(esito: EsitoGara, fase: PassoGara) -> Evento:
    """Il giorno in cui la fase è compiuta, o l'ultimo in cui può esserlo."""
    giorno = fase.limite or fase.fine
    gara = describe_gara(esito)
    id_ = f"{GenereEvento.FASE}/{esito.procedura}/{fase.id}"
    return Evento(
        id=id_,
        giorno=giorno,
        genere=GenereEvento.FASE,
        titolo=f"{fase.nome}: l'ultimo giorno" if fase.limite else fase.nome,
        descrizione=f"{gara}, {esito.regime_nome}.",
        quartieri=(),
        anticipi=ANTICIPI,
        da_fare=f"{fase.nome}. Chi: {fase.chi}.",
        comando="ldq gara",
        entita=esito.procedura,
        fino_al=giorno,
        uid=str(uuid5(NAMESPACE_OID, f"ldq/gara/{gara}/{id_}")),
    )


def build_gara_spiegata(esito: EsitoGara, passi: Iterable[Passo], oggi: date) -> Report:
    """Come si arriva a ogni data della gara; poi ciò che va saputo, come accanto alle date."""
    report = build_passi(esito.procedura, f"Come si arriva alle date: {describe_gara(esito)}", passi, oggi)
    return report._replace(blocchi=(*report.blocchi, *_build_resto(esito, esito.avvisi)))


def describe_gara(esito: EsitoGara) -> str:
    """La gara in una frase."""
    if esito.servizio_dal is not None:
        return f"Gara per cominciare il servizio il {format_giorno(esito.servizio_dal)}"
    return f"Gara con l'invio il {format_giorno(esito.invio)}"


def _build_breve(esito: EsitoGara, procedura: Procedura, casi: frozenset[str], oggi: date) -> Iterator[Blocco]:
    yield say_gara(esito, oggi)
    yield Nota(f"{procedura.nome}; {format_elenco_casi(esito.profilo, casi)}; {_say_legge(esito, procedura)}.")
    yield build_fasi_brevi("", esito.fasi, indietro=esito.servizio_dal is not None)
    yield Suggerimento("Con --tutto: chi, articoli, riserva di ogni fase, quesiti, soglia, le fasi nel tempo.")
    yield Suggerimento(_SPIEGA)
    yield draw_gara(esito, oggi)._replace(di_troppo=True)
    yield from _build_resto(esito, tuple(a for a in esito.avvisi if a.codice != _GIA_DETTO))


def _build_tutto(esito: EsitoGara, procedura: Procedura, casi: frozenset[str], oggi: date) -> Iterator[Blocco]:
    yield say_gara(esito, oggi)
    yield Scheda("", tuple(_build_voci(esito, procedura, casi, oggi)))
    yield build_fasi("Fasi", esito.fasi, indietro=esito.servizio_dal is not None)
    yield Nota(_LEGENDA if esito.servizio_dal is None else f"{_LEGENDA} {_LEGENDA_LIMITI}")
    yield Suggerimento(_SPIEGA)
    yield draw_gara(esito, oggi)
    yield from _build_resto(esito, esito.avvisi)


def _build_resto(esito: EsitoGara, avvisi: tuple[Avviso, ...]) -> Iterator[Blocco]:
    """Le due letture, se la legge cambia in quei giorni; le procedure ammesse al valore chiesto; ciò che va saputo."""
    if esito.altra_lettura is not None:
        yield _build_letture(esito, esito.altra_lettura)
    if esito.valori:
        yield _build_valori(esito.valori, esito.pubblicazione)
    yield from map(_build_avviso, avvisi)


def _say_legge(esito: EsitoGara, procedura: Procedura) -> str:
    return "fuori dal codice dei contratti" if procedura.regime == "fuori-codice" else f"legge: {esito.regime_nome}"


def _build_avviso(avviso: Avviso) -> Nota:
    if avviso.codice in _NOTIZIE:
        return Nota(f"{avviso.messaggio[0].upper()}{avviso.messaggio[1:]}.")
    if avviso.codice in _GRAVI:
        return Nota(f"✗ {avviso.messaggio}", Tono.ALLARME)
    return Nota(f"! {avviso.messaggio}", Tono.ATTENZIONE)


# ——— la scheda


def _build_voci(
    esito: EsitoGara, procedura: Procedura, casi: frozenset[str], oggi: date
) -> Iterator[tuple[str, Cella]]:
    fuori = procedura.regime == "fuori-codice"
    yield "Procedura", procedura.nome
    yield "Profilo", format_elenco_casi(esito.profilo, casi)
    yield "Legge", "fuori dal codice dei contratti" if fuori else f"{esito.regime_nome}"
    yield "Legge verificata al", esito.verificato_al
    yield "Servizio", _describe_servizio(esito)
    yield from _build_preparazione(esito, oggi)
    if esito.quesiti_entro is not None:
        yield "Risposte ai quesiti", f"entro il {format_giorno(esito.quesiti_entro)}"
    if not fuori:
        sopra = "da essa in su" if esito.valori else "valore non detto: si conta da essa in su"
        yield "Soglia europea", "sotto" if esito.sotto_soglia else sopra


def _build_preparazione(esito: EsitoGara, oggi: date) -> Iterator[tuple[str, Cella]]:
    fasi = {f.id: f for f in esito.fasi}
    if esito.servizio_dal is None:
        yield fasi[INVIO].nome, esito.invio
        yield "Preparazione dal", _describe_inizio(esito, oggi)
        return
    yield fasi[INVIO].nome, describe_invio(esito)
    for id_, nome in _PREPARAZIONE:
        if id_ in fasi:
            yield nome, _describe_entro(fasi[id_])
    yield "Margine", _describe_margine(esito)


def format_elenco_casi(profilo: str, casi: frozenset[str]) -> str:
    """Il profilo e i casi che accorciano i termini: `probabile, offerte elettroniche`."""
    return ", ".join((profilo, *(nome for caso, nome in _CASI if caso in casi)))


def _describe_servizio(esito: EsitoGara) -> str:
    dal = esito.servizio_dal or esito.avvio
    al = f" al {format_giorno(esito.servizio_al)}" if esito.servizio_al else ""
    if esito.servizio_dal is None:
        return f"dal {format_giorno(dal)}{al}, al più presto"
    anticipo = (dal - esito.avvio).days
    pronto = f"; pronto dal {format_giorno(esito.avvio)}" if anticipo > 0 else ""
    return f"dal {format_giorno(dal)}{al}{pronto}"


def _describe_entro(fase: PassoGara) -> str:
    """Le due date limite di una fase di preparazione; una sola, se non prende giorni."""
    fine = fase.limite or fase.fine
    if fase.inizio == fine:
        return f"entro il {format_giorno(fine)}"
    return f"da cominciare entro il {format_giorno(fase.inizio)}, da concludere entro il {format_giorno(fine)}"


def _describe_margine(esito: EsitoGara) -> Cella:
    giorni = esito.margine_giorni
    if giorni >= 0:
        quando = "" if giorni else ": la preparazione comincia oggi"
        return Voce(f"✓ {format_giorni(giorni)} da oggi{quando}", Tono.BENE, giorni)
    frase = f"✗ in ritardo di {format_giorni(-giorni)}"
    if esito.primo_avvio_possibile is not None:
        frase += f"; primo avvio possibile: {format_giorno(esito.primo_avvio_possibile)}"
        if esito.ritardo_giorni:
            frase += f", {format_giorni(esito.ritardo_giorni)} dopo"
    return Voce(frase, Tono.ALLARME, giorni)


def _describe_inizio(esito: EsitoGara, oggi: date) -> str:
    giorni = (esito.inizio_preparazione - oggi).days
    return f"{format_giorno(esito.inizio_preparazione)}, {format_distanza(giorni)}"


# ——— le tabelle

AMMESSE = {
    Riuscita.POSSIBILE: Voce("✓ ammessa", Tono.BENE),
    Riuscita.DA_VERIFICARE: Voce("? a certe condizioni", Tono.INCERTO),
    Riuscita.ESCLUSO: Voce("✗ no", Tono.ALLARME),
}


def _build_letture(esito: EsitoGara, altra: Lettura) -> Tabella:
    """La stessa gara sotto i due regimi vicini."""
    titolo = "Due letture: la pubblicazione cade a pochi giorni da un cambio di legge"
    righe = tuple(
        (nome, _or_trattino(getattr(esito, campo)), _or_trattino(getattr(altra, campo))) for nome, campo in _LETTURA
    )
    return Tabella(titolo, ("", "Con questa legge", "Con l'altra"), righe)


def _or_trattino(giorno: date | None) -> Cella:
    return TRATTINO if giorno is None else giorno


def _build_valori(valori: tuple[ValoreAppalto, ...], giorno: date) -> Tabella:
    """Una riga per procedura, una colonna per aliquota; con la legge del giorno in cui si pubblica questa gara."""
    colonne = ("Procedura", *(_describe_netto(v) for v in valori), "Articolo")
    righe = tuple(
        (
            fila[0].nome,
            *(AMMESSE[a.esito] for a in fila),
            cite_articolo(fila[0].riferimento, fila[0].stato_fonte),
        )
        for fila in zip(*(v.procedure for v in valori), strict=True)
    )
    titolo = f"Procedure ammesse a quel valore, al netto dell'IVA, se si pubblica il {format_giorno(giorno)}"
    return Tabella(titolo, colonne, righe)


def _describe_netto(valore: ValoreAppalto) -> str:
    netto = format_euro(valore.netto)
    return f"{netto} netti" if valore.aliquota is None else f"{netto} (IVA {valore.aliquota} %)"
