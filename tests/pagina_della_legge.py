"""La parte generata di `docs/legge.md`: prima ciò che il programma non sa, poi ogni numero con il suo articolo."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.norme import SOGLIA, OpzioneDiGara, Procedura
from ldq_planner.model.testo import format_valore, lower_prima

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.model.norme import (
        Articolo,
        Citazione,
        Fase,
        ModoDiGara,
        Norme,
        Parametro,
        Regime,
        Strumento,
        Valore,
    )

_STIME = (
    "Dove la legge non dà un termine il programma conta i giorni di calendario di questa tavola: sono stime. Quelle comuni e "
    "della co-progettazione sono tarate sulla durata intera di gare vere, e non sui singoli passi; quelle delle altre procedure "
    "sono nostre, come la selezione della ristretta. Un passo che una procedura non ridice dura come quello comune o, se la "
    "procedura somiglia a un'altra, come il suo. Si cambiano con `ldq gara --fase`."
)
_PROCEDURE = (
    "Un limite fra «» è un numero delle tavole qui sopra, quello del giorno del bando. «Se» è ciò che il programma non può "
    "sapere da un importo e da una data: lo ricorda a chi chiede la gara, e non lo giudica."
)
_TIPI = ("organizzativa", "termine", "parallela", "dilatorio", "avvio")
"""I tipi di fase di cui si stima una durata."""


def build_legge() -> str:
    """Tutta la legge del programma."""
    norme = load_norme(None)
    nomi = list_nomi(norme)
    return "\n\n".join(
        [
            "## Ciò che il programma non sa",
            *say_ignoto(norme, nomi),
            "## Quale legge vale",
            write_tavola(
                ("legge", "bandi pubblicati", "che cosa decide", "articolo", "letto in"), map(say_regime, norme.regimi)
            ),
            *(capitolo for regime in norme.regimi for capitolo in write_regime(regime, norme, nomi)),
            "## Soglie europee e aliquote IVA",
            f"Le soglie sono stabilite fino al {format_giorno(norme.soglie.valido_fino_al.primo)}.",
            write_parametri(norme.soglie.parametri, nomi),
            "## Procedure",
            _PROCEDURE,
            write_tavola(
                ("procedura", "quando", "è ammessa", "esclude"),
                (say_modo(m, norme) for m in (*norme.procedure.procedure, *norme.procedure.opzioni)),
            ),
            "## Strumenti per coprire l'attesa di una gara",
            write_tavola(
                ("strumento", "che cosa chiede", "che cosa dice la legge"), map(say_strumento, norme.ponti.strumenti)
            ),
            write_parametri(norme.ponti.parametri, nomi),
            "## Giorni festivi",
            "Le domeniche, e per i termini anche i sabati. Il patrono conta solo con `--patrono`.",
            write_tavola(
                ("festivo", "dall'anno", "articolo", "letto in"),
                (
                    (f.nome, str(f.dal or "sempre"), f.fonte, say_letto(f))
                    for f in (*norme.festivi.festivi, norme.festivi.patrono)
                ),
            ),
            "## Le stime",
            _STIME,
            write_tavola(("passo", "procedura", "minimo", "probabile", "massimo"), list_stime(norme)),
        ]
    )


# ——— ciò che non si sa


def say_ignoto(norme: Norme, nomi: dict[str, str]) -> Iterator[str]:
    """I fatti da verificare, le questioni aperte, e fin dove si è guardato."""
    controllo = max(r.verificato_al.primo for r in norme.regimi)
    yield (
        f"Il testo è stato controllato l'ultima volta il {format_giorno(controllo)}: ciò che è cambiato dopo il programma non "
        "lo sa. Da verificare, perché non si è letto in una fonte:"
    )
    yield "\n".join(f"- {dubbio}." for dubbio in say_dubbi(norme, nomi))
    yield "Questioni aperte, e come si conta intanto:"
    questioni = [(r.nome, q) for r in norme.regimi for q in r.questioni]
    questioni += [("Termini", q) for q in norme.festivi.questioni]
    yield "\n".join(f"- {dove}: {q.testo}." for dove, q in questioni)


def say_dubbi(norme: Norme, nomi: dict[str, str]) -> Iterator[str]:
    """Una riga per articolo che non si è letto, con tutto ciò che ne dipende."""
    insieme: dict[tuple[str, str | None], list[str]] = {}
    for che_cosa, citazione in list_dubbi(norme, nomi):
        insieme.setdefault((citazione.fonte, citazione.manca), []).append(che_cosa)
    for (fonte, manca), tutto in insieme.items():
        yield f"{fonte}: manca {manca}. Ne dipende: {'; '.join(tutto)}"


def list_dubbi(norme: Norme, nomi: dict[str, str]) -> Iterator[tuple[str, Citazione]]:
    """Ogni norma da verificare, con un nome."""
    for regime in norme.regimi:
        if regime.verifica == "K":
            yield f"il primo giorno in cui vale `{regime.id}`", regime
        yield from ((f"{p.nome} (`{regime.id}`)", v) for p in regime.parametri for v in p.valori if v.verifica == "K")
        yield from ((f"{nomi[a.id]} (`{regime.id}`)", a) for a in regime.articoli if a.verifica == "K")
    comuni = (*norme.soglie.parametri, *norme.ponti.parametri)
    yield from ((p.nome, v) for p in comuni for v in p.valori if v.verifica == "K")


# ——— le tavole


def write_regime(regime: Regime, norme: Norme, nomi: dict[str, str]) -> Iterator[str]:
    """I numeri e gli articoli di una legge."""
    yield f"## {regime.nome} (`{regime.id}`)"
    if regime.come:
        yield f"Qui sta solo ciò che cambia: il resto è come in `{regime.come}`."
    yield write_parametri(regime.parametri, nomi, {p.id: find_ultimo(norme, regime, p.id) for p in regime.parametri})
    if regime.articoli:
        yield "Dove la legge parla di ciò di cui non dà un numero:"
        righe = (say_articolo(a, nomi) for a in regime.articoli)
        yield write_tavola(("di che cosa", "dal", "articolo", "letto in", "nota"), righe)


def find_ultimo(norme: Norme, regime: Regime, parametro: str) -> date | None:
    """L'ultimo giorno in cui il parametro di un regime vale ancora: anche nelle leggi che ne ereditano e non lo ridicono."""
    eredi, al = {regime.id}, regime.al
    for dopo in norme.regimi[norme.regimi.index(regime) + 1 :]:
        if dopo.come not in eredi or any(p.id == parametro for p in dopo.parametri):
            break
        eredi.add(dopo.id)
        al = dopo.al
    return al.primo if al else None


def write_parametri(
    parametri: Iterable[Parametro], nomi: dict[str, str], fino_a: Mapping[str, date | None] | None = None
) -> str:
    """Una riga per valore; `fino_a`: parametro → l'ultimo giorno della legge in cui vale."""
    righe = (
        (
            p.nome,
            format_valore(v.valore, v.unita),
            nomi[v.da] if v.da else "",
            format_periodo(v.dal.primo, find_fine(v, seguente) or (fino_a or {}).get(p.id)),
            v.fonte,
            say_letto(v),
            v.nota or "",
        )
        for p in parametri
        for v, seguente in zip_longest(p.valori, p.valori[1:])
    )
    return write_tavola(("parametro", "valore", "corre da", "vale", "articolo", "letto in", "nota"), righe)


def find_fine(valore: Valore, seguente: Valore | None) -> date | None:
    """L'ultimo giorno del valore: quello scritto, o la vigilia di quello che segue."""
    if valore.al is not None:
        return valore.al.primo
    return seguente.dal.primo - UN_GIORNO if seguente else None


def write_tavola(colonne: tuple[str, ...], righe: Iterable[tuple[str, ...]]) -> str:
    """Una tavola Markdown."""
    testa = [colonne, ("---",) * len(colonne)]
    return "\n".join(f"| {' | '.join(riga)} |" for riga in (*testa, *righe))


def say_regime(regime: Regime) -> tuple[str, ...]:
    """Per quali bandi vale, e che cosa lo decide."""
    quando = format_periodo(regime.dal.primo, regime.al.primo if regime.al else None)
    return (f"{regime.nome} (`{regime.id}`)", quando, regime.criterio, regime.fonte, say_letto(regime))


def say_articolo(articolo: Articolo, nomi: dict[str, str]) -> tuple[str, ...]:
    """Di che cosa parla, e da quando."""
    dal = format_giorno(articolo.dal.primo) if articolo.dal else ""
    return (nomi[articolo.id], dal, articolo.fonte, say_letto(articolo), articolo.nota or "")


def say_modo(modo: ModoDiGara, norme: Norme) -> tuple[str, ...]:
    """Quando si usa, che cosa la legge chiede e a che cosa si rinuncia."""
    return (
        f"{modo.nome} (`{modo.id}`)",
        modo.quando,
        "; ".join(list_condizioni(modo, norme)) or "sempre",
        modo.esclude or "",
    )


def list_condizioni(modo: ModoDiGara, norme: Norme) -> Iterator[str]:
    """Ciò che la legge chiede, con il nome dei limiti: il numero dipende dal giorno."""
    nomi = {p.id: lower_prima(p.nome) for r in norme.regimi for p in r.parametri}
    nomi |= {p.id: lower_prima(p.nome) for p in norme.ponti.parametri} | {SOGLIA: "soglia europea del servizio"}
    servizi = {s.id: s.nome for s in norme.soglie.servizi}
    ammessa = modo.ammessa
    if isinstance(modo, OpzioneDiGara):
        yield f"con {' o '.join(f'`{id_}`' for id_ in modo.procedure)}"
    if isinstance(modo, Procedura) and modo.dal is not None:
        yield f"dal {format_giorno(modo.dal.primo)}"
    limiti = (
        ("da «{}» in su", ammessa.da),
        ("sotto «{}»", ammessa.sotto),
        ("al più «{}»", ammessa.durata),
        ("di regola al più «{}»", ammessa.durata_di_regola),
        ("entro «{}»", ammessa.entro),
    )
    yield from (frase.format(nomi[limite]) for frase, limite in limiti if limite is not None)
    yield from (f"solo per {servizi[id_]}" for id_ in ammessa.servizi)
    yield from (f"se {testo}" for testo in ammessa.condizioni)


def say_strumento(strumento: Strumento) -> tuple[str, ...]:
    """Che cosa chiede."""
    return (strumento.nome, ", ".join(r.replace("-", " ") for r in strumento.requisiti), strumento.nota)


def say_letto(citazione: Citazione) -> str:
    """Dove lo si è letto, o che non lo si è letto."""
    return f"**da verificare**: manca {citazione.manca}" if citazione.verifica == "K" else citazione.letto or ""


def list_stime(norme: Norme) -> Iterator[tuple[str, ...]]:
    """Le fasi con una stima: quelle comuni, poi quelle proprie di una procedura."""
    fasi: list[tuple[str, Fase]] = [("", f) for f in norme.procedure.fasi]
    fasi += [(p.nome, f) for p in norme.procedure.procedure for f in p.proprie]
    for procedura, fase in fasi:
        if fase.stima and fase.tipo in _TIPI:
            yield (fase.nome, procedura, *map(str, fase.stima))


def list_nomi(norme: Norme) -> dict[str, str]:
    """Id di una fase, di una procedura, di uno strumento, o di una fase in una procedura → il suo nome."""
    comuni = {f.id: f.nome for f in norme.procedure.fasi}
    nomi = {s.id: s.nome for s in norme.ponti.strumenti} | comuni
    nomi |= {modo.id: modo.nome for modo in (*norme.procedure.procedure, *norme.procedure.opzioni)}
    for procedura in norme.procedure.procedure:
        proprie = comuni | {id_: f.nome for id_, f in norme.procedure.gather_proprie(procedura).items()}
        nomi |= {id_: nome for id_, nome in proprie.items() if id_ not in comuni}
        nomi |= {f"{procedura.id}/{id_}": f"{nome} ({procedura.nome})" for id_, nome in proprie.items()}
    casi = {"sotto-soglia": "sotto soglia", "esecuzione-anticipata": "con l'esecuzione anticipata"}
    casi["esecuzione-anticipata/sotto-soglia"] = f"{casi['esecuzione-anticipata']}, sotto soglia"
    return nomi | {
        f"{caso}/{id_}": f"{nome}, {quando}" for id_, nome in comuni.items() for caso, quando in casi.items()
    }
