"""Le frasi di `ldq programma-gare`: come si chiama una gara, perché attende, che cosa renderebbe possibile il piano."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_elenco, format_numero, lower_prima
from ldq_planner.reports.frase_rischio import say_numero
from ldq_planner.reports.report import Blocco, Elenco, Nota, Tono

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.engine.programma.perche import PercheAttende
    from ldq_planner.model.programma_gare import PerRiuscirci, RispostaProgrammaGare
    from ldq_planner.model.risorse import GiornoFisso

_ATTESE = {
    "subito": "comincia subito",
    "soldi": "i soldi del {} non bastano",
    "ponti": "i mesi di ponte non bastano",
    "giorno-fisso": "ha un giorno fisso",
    "chiusura": "prima gli uffici sono chiusi",
    "non-serve": "cominciando prima non andrebbe meglio",
    "in-corso": "è già in corso",
}


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


def name_tutte(piano: PianoDelleGare) -> dict[str, str]:
    """Gara del piano → il suo nome."""
    return {m.gara.id: name_gara(piano, m.gara.id) for m in piano.scelta.mosse}


def name_scenari(piano: PianoDelleGare, ids: Iterable[str]) -> str:
    """I nomi degli scenari, in una frase."""
    scenari = piano.problema.quadro.portafoglio.scenari_by_id
    return format_elenco([f"«{scenari[id_].nome}»" for id_ in ids])


def name_fasi(piano: PianoDelleGare) -> dict[str, str]:
    """Id di una fase → il suo nome, in una frase."""
    procedure = piano.problema.quadro.require_diritto().norme.procedure
    fasi = (*procedure.fasi, *(f for p in procedure.procedure for f in p.proprie))
    return {f.id: lower_prima(f.nome) for f in reversed(fasi)}


def name_fase(piano: PianoDelleGare, id_: str) -> str:
    """Il nome di una fase, in una frase."""
    return name_fasi(piano).get(id_, id_)


def say_attesa(piano: PianoDelleGare, perche: PercheAttende) -> str:
    """Perché la gara non comincia prima: «legale, nella settimana del 16/01/2024, è piena (…)»."""
    if perche.codice == "ufficio":
        return _say_ufficio(piano, perche)
    if perche.codice == "dipendenza":
        dipendenza = next(d for d in piano.problema.risorse.dipendenze if d.id == perche.che_cosa)
        return f"attende {name_scenari(piano, [dipendenza.dopo])}: {name_fase(piano, dipendenza.fase)}"
    return _ATTESE[perche.codice].format(perche.che_cosa)


def _say_ufficio(piano: PianoDelleGare, perche: PercheAttende) -> str:
    ufficio = next(u for u in piano.problema.risorse.uffici if u.id == perche.risorsa[0])
    dove = f" ({name_fase(piano, perche.risorsa[1])})" if perche.risorsa[1] else ""
    lettere = [list_lettere(piano)[o] for o in perche.occupanti]
    chi = f", con {format_elenco(lettere)}" if lettere else ", non ha posti"
    quando = format_giorno(piano.problema.get_lunedi(perche.piena))
    return f"{ufficio.nome}{dove} è al completo nella settimana del {quando}{chi}"


def say_giorno(fisso: GiornoFisso) -> str:
    """«il 01/03/2027», «entro il 01/03/2027», «dal 01/03/2027»."""
    if fisso.il:
        return f"il {format_giorno(fisso.il.primo)}"
    parti = (("dal", fisso.non_prima), ("entro il", fisso.entro))
    return " ed ".join(f"{quando} {format_giorno(giorno.primo)}" for quando, giorno in parti if giorno)


def say_piano(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Iterator[Blocco]:
    """Il piano in due parole: ciò che non si riesce a fare, chi resta scoperto, quanto manca al migliore, ciò che non si conta."""
    if risposta.mancano:
        nomi = name_scenari(piano, risposta.mancano)
        yield Nota(f"Non si riesce a fare {nomi} con questi limiti.", Tono.ALLARME)
        if risposta.per_riuscirci is None:
            yield Nota("Non basterebbe nemmeno togliere tutti i limiti, salvo chiusure e sedute.", Tono.ALLARME)
        else:
            yield from say_rimedio(risposta.per_riuscirci)
    yield _say_scoperti(piano, risposta)
    yield from _say_non_contati(piano, risposta)
    yield from (Nota(avviso, Tono.ATTENZIONE) for avviso in risposta.avvisi)
    if risposta.ponti_scritti:
        nomi = name_scenari(piano, risposta.ponti_scritti)
        yield Nota(f"Il piano conta come dati, nei giorni e nei soldi, i ponti già scritti: {nomi}.")
    if risposta.da_scegliere:
        nomi = name_scenari(piano, risposta.da_scegliere)
        yield Nota(f"Il piano non conta {nomi}: fra questi si deve prima scegliere (ldq scegli).", Tono.ATTENZIONE)
    if piano.problema.quadro.portafoglio.risorse is None:
        yield Nota("Senza risorse.yaml nessun ufficio, nessuna seduta e nessun soldo mette un limite.")


def _say_scoperti(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Nota:
    """Quante gare, e chi resta scoperto: anche se non si sa quanti vi abitano."""
    quante = len(risposta.gare)
    gare = "Una gara" if quante == 1 else f"{quante} gare" if quante else "Nessuna gara"
    if not piano.problema.pezzi:
        return Nota(f"{gare} da fare; chi resta scoperto lo dice ldq status.")
    scoperti = risposta.abitanti_giorni_scoperti
    if not scoperti and (ignoti := _list_scoperti_ignoti(piano, risposta)):
        chi = format_elenco([piano.problema.quadro.portafoglio.nomi[q] for q in ignoti])
        return Nota(f"{gare}: da oggi resta scoperto chi non si sa quanti abitanti ha ({chi}).", Tono.ATTENZIONE)
    quanti = format_numero(scoperti) if risposta.rho is None else f"in media circa {say_numero(scoperti)}"
    resta = f"restano scoperti {quanti} abitanti-giorni" if scoperti else "non resta scoperto nessuno"
    return Nota(f"{gare}: {resta} da oggi, {say_scarto(risposta)}.", Tono.ATTENZIONE if scoperti else Tono.BENE)


def _list_scoperti_ignoti(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> list[str]:
    """I quartieri scoperti di cui gli abitanti non sono noti."""
    scoperti = {s.quartiere for g in risposta.gare for s in g.servizi if s.giorni_scoperti}
    scoperti |= {quartiere for _, quartiere in piano.scelta.mancano}
    return [q for q in risposta.senza_abitanti if q in scoperti]


def _say_non_contati(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Iterator[Blocco]:
    """Ciò che le somme non contano, perché i dati non lo dicono."""
    nomi = piano.problema.quadro.portafoglio.nomi
    conti = [f"gli abitanti di {format_elenco([nomi[q] for q in risposta.senza_abitanti])}"] * bool(
        risposta.senza_abitanti
    )
    conti += [f"il costo di {name_scenari(piano, risposta.senza_costo)}"] * bool(risposta.senza_costo)
    if conti:
        yield Nota(f"Nelle somme non c'è ciò che non è noto: {format_elenco(conti)}.", Tono.ATTENZIONE)


def say_rimedio(per_riuscirci: PerRiuscirci) -> Iterator[Blocco]:
    """I limiti da allargare; se ne basta uno, tutti quelli che basterebbero."""
    testi = (*per_riuscirci.testi, *(x.testo for x in per_riuscirci.altri_modi))
    if per_riuscirci.altri_modi:
        yield Elenco("Per riuscirci basta una di queste cose", testi)
    else:
        yield Nota(f"Per riuscirci: {'; '.join(testi)}.", Tono.ATTENZIONE)
    if not per_riuscirci.provato:
        yield Nota("Così si riesce; se basti di meno lo prova --ottimo, fino a sedici quartieri.")


def say_scarto(risposta: RispostaProgrammaGare) -> str:
    """«al più lo 0,9 % dal migliore possibile», o che è il migliore."""
    if risposta.scarto_per_mille is None:
        return "e quanto di meno si possa non si sa"
    if not risposta.scarto_per_mille:
        return "e di meno non si può"
    return f"al più {say_percento(risposta.scarto_per_mille)} dal migliore possibile"


def say_percento(per_mille: int) -> str:
    """«lo 0,9 %», «l'8 %», «il 12,5 %»."""
    interi, decimi = divmod(per_mille, 10)
    testo = f"{interi},{decimi}" if decimi else str(interi)
    articolo = "lo " if not interi else "l'" if interi in (1, 11) or str(interi).startswith("8") else "il "
    return f"{articolo}{testo} %"
