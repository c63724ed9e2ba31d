"""Le righe del programma degli acquisti: gli scenari che vi stanno, gli altri con il perché, e ciò che a ogni riga manca."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.acquisti import (
    ZERO,
    compute_costi,
    find_anno_di_avvio,
    find_legge,
    find_ricompreso,
    is_riaffidamento,
    list_letture,
    measure_durata,
)
from ldq_planner.engine.cui import check_cui, find_codice, find_settore, number_cui
from ldq_planner.engine.stime import estimate_costo, is_impossibile, read_iva
from ldq_planner.engine.valore import ESCLUSA
from ldq_planner.model.acquisti import (
    DAI_DATI,
    DAL_PRECEDENTE,
    NON_RICOMPRESO,
    PROPOSTO,
    RICOMPRESO,
    SERVIZI,
    Acquisto,
    FuoriProgramma,
    Mancante,
    ProgrammaAcquisti,
)
from ldq_planner.model.scelte import list_alternative
from ldq_planner.model.simili import fold
from ldq_planner.model.testo import format_elenco, format_euro, format_numero
from ldq_planner.reports.moduli_acquisti import choose_modulo
from ldq_planner.reports.riproposti import guess_passati, list_non_riproposti, list_non_ritrovati, list_storti
from ldq_planner.reports.risorse_acquisti import ask_finanziamento, list_scoperti, sum_risorse, trace_risorse
from ldq_planner.reports.scelte import say_lasciato

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.engine.acquisti import LeggeDelProgramma
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.acquisti import AcquistoPassato, CostiDiScheda
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.reports.moduli_acquisti import Modulo

_SENZA_PRIORITA = 9
_DA_SCRIVERE = {
    "nuts": ("Ambito", "nuts: il codice NUTS del luogo, per esempio ITC4C"),
    "cpv": ("CPV", "cpv: le otto cifre del CPV principale, per esempio 85310000-5"),
    "priorita": ("Livello", "priorita: 1, 2 o 3"),
    "rup": ("R", "rup: il ruolo o l'ufficio; nome e cognome si scrivono sulla carta"),
    "lotto_funzionale": ("Lotto", "lotto_funzionale: sì, oppure no"),
}
"""Campo dello scenario → come comincia la sua colonna, e che cosa scrivere."""


class ProgrammaChiesto(NamedTuple):
    """Il programma che si vuole: il primo anno, l'aliquota dell'IVA se la si dice, quello di prima se lo si ha, di quale ente."""

    anno: int
    aliquota: int | None = None
    precedente: tuple[AcquistoPassato, ...] | None = None
    ente: str | None = None
    """`None` se i dati sono di uno solo."""


def plan_acquisti(quadro: Quadro, diritto: Diritto, chiesto: ProgrammaChiesto) -> ProgrammaAcquisti:
    """Il programma degli acquisti con gli scenari in gioco, ai tempi probabili.

    Errori: `InvalidRequestError` se la legge di oggi, o quella del programma, non è nota.
    """
    legge = find_legge(diritto, chiesto.anno)
    righe = _Righe(quadro, diritto, chiesto, legge)
    acquisti = sorted(righe.list_acquisti(), key=lambda a: (a.annualita, a.priorita or _SENZA_PRIORITA, a.scenario))
    numerati = tuple(righe.number(acquisti))
    generali = fold(righe.ente) == fold(quadro.portafoglio.anagrafe.ente)
    traccia = trace_risorse(quadro, numerati, legge.anni, generali=generali)
    suoi = guess_passati(quadro.portafoglio, righe.ente) if chiesto.precedente is None else chiesto.precedente
    passati = tuple(suoi)
    programma = ProgrammaAcquisti(
        anni=legge.anni,
        soglia=legge.soglia.valore,
        fonte_soglia=legge.soglia.fonte,
        fonte_schede=legge.durata.fonte,
        nota_schede=legge.durata.nota or "",
        ente=righe.ente,
        codice_fiscale=righe.codice,
        acquisti=tuple(ask_finanziamento(numerati, traccia, righe.modulo.risorse)),
        risorse=tuple(sum_risorse(numerati, traccia)),
        senza_stanziamento=tuple(list_scoperti(traccia)),
        non_riproposti=(),
        non_ritrovati=(),
        esclusi=tuple(righe.list_esclusi()),
    )
    return programma._replace(
        non_riproposti=tuple(list_non_riproposti(quadro.portafoglio, programma, passati)),
        non_ritrovati=tuple(list_non_ritrovati(quadro.portafoglio, programma, passati)),
    )


class _Righe:
    """Gli scenari di un portafoglio, uno per uno, davanti a un programma."""

    def __init__(self, quadro: Quadro, diritto: Diritto, chiesto: ProgrammaChiesto, legge: LeggeDelProgramma) -> None:
        self.quadro, self.diritto, self.chiesto, self.legge = quadro, diritto, chiesto, legge
        self.previsione = quadro.forecast()
        self.previsto = self.previsione.portafoglio
        self.modulo = choose_modulo(legge.anni)
        anagrafe = quadro.portafoglio.anagrafe
        self.ente = chiesto.ente or anagrafe.ente
        scritti: list[Scenario | Contratto] = [*quadro.portafoglio.ipotesi.scenari, *quadro.portafoglio.contratti]
        suo = anagrafe.codice_fiscale if fold(self.ente) == fold(anagrafe.ente) else None
        self.codice = suo or find_codice(s.cui for s in scritti if self._is_suo(s))

    def list_acquisti(self) -> Iterator[Acquisto]:
        """Le righe del programma, senza i CUI che non hanno ancora."""
        for scenario in self.previsione.scritti:
            if self._is_suo(scenario) and not self._say_escluso(scenario):
                yield self._describe(scenario)

    def list_esclusi(self) -> Iterator[FuoriProgramma]:
        """Gli scenari fuori dal programma, nell'ordine dei dati."""
        in_gioco = {s.id: s for s in self.previsione.scritti}
        for scritto in filter(self._is_suo, self.quadro.portafoglio.ipotesi.scenari):
            lasciato = self.quadro.portafoglio.lasciati.get(scritto.id)
            motivo = say_lasciato(lasciato) if lasciato else self._say_escluso(in_gioco[scritto.id])
            if motivo:
                yield FuoriProgramma(scritto.id, scritto.nome, motivo)

    def _is_suo(self, voce: Scenario | Contratto) -> bool:
        """Vero se lo compra l'ente del programma: quello del suo primo quartiere."""
        return fold(self.quadro.portafoglio.enti[voce.quartieri[0]]) == fold(self.ente)

    def _say_escluso(self, scenario: Scenario) -> str:
        """Perché non sta nel programma; vuoto se vi sta."""
        if scenario.is_bando_uscito:
            return "la procedura è già avviata: il bando, o l'invito, è uscito"
        if is_impossibile(self.previsto, scenario):
            return "non può più cominciare prima della sua fine"
        netti = self._list_letture(scenario)
        if netti and netti[-1] < self.legge.soglia.valore:
            soglia = f"€ {format_numero(self.legge.soglia.valore)} ({self.legge.soglia.fonte})"
            return f"vale {format_euro(netti[-1])} senza IVA, meno di {soglia}"
        if find_settore(scenario.cpv) is None:
            return f"il CPV {scenario.cpv} è di lavori, che hanno un programma loro"
        anno = self._find_anno(scenario)
        if anno is not None and anno > self.legge.anni[-1]:
            return f"la procedura si avvia nel {anno}, dopo il programma"
        return ""

    def _list_letture(self, scenario: Scenario) -> tuple[Decimal, ...]:
        return list_letture(self.diritto, self.previsto, scenario, self.legge.giorno, self.chiesto.aliquota)

    def _find_anno(self, scenario: Scenario) -> int | None:
        """L'anno scritto nei dati, o quello in cui la procedura si avvia ai tempi probabili."""
        return scenario.annualita or find_anno_di_avvio(self.previsione, scenario)

    def _describe(self, scenario: Scenario) -> Acquisto:
        costi = compute_costi(self.previsto, scenario, self.legge.anni, self.chiesto.aliquota)
        durata = measure_durata(self.previsto, scenario)
        return Acquisto(
            scenario=scenario.id,
            cui=scenario.cui,
            cui_da=DAI_DATI if scenario.cui else None,
            annualita=max(self._find_anno(scenario) or self.chiesto.anno, self.chiesto.anno),
            cup=scenario.cup,
            ricompreso=find_ricompreso(scenario),
            cui_ricompreso=scenario.compreso_in,
            lotto_funzionale=scenario.lotto_funzionale,
            nuts=scenario.nuts,
            settore=find_settore(scenario.cpv) or SERVIZI,
            cpv=scenario.cpv,
            descrizione=scenario.nome,
            priorita=scenario.priorita,
            rup=scenario.rup,
            durata_mesi=durata[0] if durata else None,
            nuovo_affidamento=is_riaffidamento(self.quadro, scenario),
            costi=costi.anni if costi else None,
            costi_successivi=costi.dopo if costi else None,
            totale=costi.totale if costi else None,
            capitale_privato_eur=scenario.capitale_privato_eur or ZERO,
            capitale_privato_tipo=scenario.capitale_privato_tipo,
            finanziamento=scenario.finanziamento,
            ausa=scenario.ausa,
            centrale_committenza=scenario.centrale_committenza,
            cig_accordo_quadro=scenario.cig_accordo_quadro,
            modifica_programma=scenario.modifica_programma,
            netti=self._list_letture(scenario),
            da_scrivere=tuple(self._list_mancanti(scenario, self.modulo)),
            da_sapere=tuple(self._list_da_sapere(scenario)),
        )

    # --- ciò che manca, e ciò che c'è da sapere

    def _list_mancanti(self, scenario: Scenario, modulo: Modulo) -> Iterator[Mancante]:
        for campo, (inizio, rimedio) in _DA_SCRIVERE.items():
            if getattr(scenario, campo) is None:
                yield Mancante(modulo.find_colonna(inizio), rimedio)
        if measure_durata(self.previsto, scenario) is None:
            yield Mancante(modulo.find_colonna("Durata"), "durata_mesi, o la fine")
        yield from self._list_senza_compagno(scenario)
        if rimedio := self._say_senza_costo(scenario):
            yield Mancante(modulo.find_colonna("Totale"), rimedio)

    def _list_senza_compagno(self, scenario: Scenario) -> Iterator[Mancante]:
        """Ciò che la scheda vuole accanto a ciò che i dati dicono: chi ricomprende l'acquisto, e l'apporto di un privato."""
        ricompreso, privati = find_ricompreso(scenario), scenario.finanziamento == "privati"
        if ricompreso == RICOMPRESO and not scenario.compreso_in and not scenario.cup:
            yield Mancante(self.modulo.find_colonna("CUI lavoro"), "compreso_in: il CUI di chi lo ricomprende; o cup")
        if scenario.capitale_privato_eur is None and (privati or scenario.capitale_privato_tipo):
            yield Mancante(self.modulo.find_colonna("Importo"), "capitale_privato_eur: la quota che porta il privato")
        if scenario.capitale_privato_tipo is None and (privati or scenario.capitale_privato_eur):
            rimedio = f"capitale_privato_tipo: un codice della {self.modulo.name_tabella('1bis')}"
            yield Mancante(self.modulo.find_colonna("Tipologia"), rimedio)
        if (self._find_anno(scenario) or 0) <= self.chiesto.anno:  # nota (11): solo nella prima annualità
            if scenario.centrale_committenza and not scenario.ausa:
                yield Mancante(self.modulo.find_colonna("codice AUSA"), "ausa: il codice di chi farà la gara")
            if scenario.ausa and not scenario.centrale_committenza:
                yield Mancante(self.modulo.find_colonna("denominazione"), "centrale_committenza: chi farà la gara")

    def _say_senza_costo(self, scenario: Scenario) -> str:
        """Che cosa scrivere perché i costi si sappiano; vuoto se si sanno."""
        costo, iva = estimate_costo(self.previsto, scenario), read_iva(self.previsto, scenario)
        if costo is None:
            return "stima_costo: come_contratto, o mensile_eur con la sua iva"
        if iva is None:
            return f"iva della stima ({format_euro(costo)}): inclusa, oppure esclusa; la scheda la vuole inclusa"
        if iva == ESCLUSA and self.chiesto.aliquota is None:
            return f"--aliquota: la stima, {format_euro(costo)}, è senza IVA, e la scheda la vuole inclusa"
        return "" if scenario.inizio.is_certa else "inizio: un giorno certo, per dividere il costo fra gli anni"

    def _list_da_sapere(self, scenario: Scenario) -> Iterator[str]:
        yield from self._say_anno(scenario)
        durata = measure_durata(self.previsto, scenario)
        if durata is not None and not durata[1]:
            yield f"la durata, {durata[0]} mesi, è arrotondata per eccesso"
        if scenario.durata_minima:
            yield "la durata è almeno questa: i documenti dicono «almeno»"
        costi = compute_costi(self.previsto, scenario, self.legge.anni, self.chiesto.aliquota)
        if costi is not None and costi.prima:
            yield f"{format_euro(costi.prima)} cadono prima del {self.chiesto.anno}: stanno solo nel totale (nota 9)"
        scritto = self.quadro.portafoglio.scenari_by_id[scenario.id]
        if costi is not None and not scritto.inizio.is_certa:
            giorno = format_giorno(scenario.inizio.primo)
            yield f"nei dati il primo giorno non è certo: il costo è diviso fra gli anni come se fosse il {giorno}"
        yield from self._say_privati(scenario, costi)
        if scenario.ricompreso == NON_RICOMPRESO and scenario.compreso_in:
            yield "i dati dicono ricompreso: 1 (no), e anche compreso_in: non si somma solo se è ricompreso"
        netti = self._list_letture(scenario)
        if netti and netti[0] < self.legge.soglia.valore:
            soglia = f"€ {format_numero(self.legge.soglia.valore)}"
            yield (
                f"senza IVA vale da {format_euro(netti[0])} a {format_euro(netti[-1])}, secondo l'aliquota: "
                f"sta nel programma solo da {soglia} in su"
            )
        if altri := list_alternative(scenario, self.quadro.portafoglio.scenari):
            yield f"è un'alternativa a {format_elenco([f'«{s.nome}»' for s in altri])}: resta in programma quella che si sceglie"
        altrui = [q for q in scenario.quartieri if fold(self.quadro.portafoglio.enti[q]) != fold(self.ente)]
        if altrui:
            nomi = format_elenco([self.quadro.portafoglio.nomi[q] for q in altrui])
            yield f"serve anche quartieri di altri enti ({nomi}): sta nel programma di chi compra per il primo, e non nel loro"
        if scenario.cui:
            settore = find_settore(scenario.cpv) or SERVIZI
            yield from check_cui(scenario.cui, settore, self.codice, self.chiesto.anno)

    def _say_privati(self, scenario: Scenario, costi: CostiDiScheda | None) -> Iterator[str]:
        """Ciò che del capitale privato la scheda delle risorse, che vuole gli anni, non può dire."""
        euro = scenario.capitale_privato_eur
        if not euro:
            return
        quota = f"il capitale privato, {format_euro(euro)}"
        if costi is not None and euro > costi.totale:
            yield f"{quota}, è più di tutto il costo ({format_euro(costi.totale)}): ne è una quota (nota 10)"
        if scenario.finanziamento != "privati":
            yield f"{quota}, nella scheda {self.modulo.risorse} non è fra gli apporti di privati: di quali anni sia non si sa"
        elif costi is not None and euro < costi.totale:
            yield f"{quota}, è una parte del costo, ma nella scheda {self.modulo.risorse} è tutto fra gli apporti di privati"

    def _say_anno(self, scenario: Scenario) -> Iterator[str]:
        scritto, calcolato = scenario.annualita, find_anno_di_avvio(self.previsione, scenario)
        anno = scritto or calcolato
        if anno is None:
            yield "l'anno di avvio non si sa: è messo nel primo"
        elif anno < self.chiesto.anno:
            yield f"l'avvio è previsto nel {anno}: se per allora non è avviata, la procedura si ripropone nel {self.chiesto.anno}"
        if scritto and calcolato and scritto != calcolato:
            yield f"i dati dicono {scritto}, ma ai tempi probabili la procedura si avvia nel {calcolato}"

    # --- il CUI

    def number(self, acquisti: list[Acquisto]) -> Iterator[Acquisto]:
        """Le righe con il loro CUI: quello dei dati, quello del programma di prima, o il primo libero."""
        portafoglio, codice = self.quadro.portafoglio, self.codice
        presi = {s.cui for s in portafoglio.ipotesi.scenari if s.cui} | {c.cui for c in portafoglio.contratti if c.cui}
        passati = self._list_tenuti({a.cui for a in acquisti if a.cui})
        presi |= {p.cui for p in self.chiesto.precedente or () if p.cui}
        for acquisto in acquisti:
            if acquisto.cui:
                yield acquisto
            elif cui := passati.get(fold(acquisto.descrizione)):
                yield acquisto._replace(cui=cui, cui_da=DAL_PRECEDENTE)
            elif codice:
                cui = next(number_cui(acquisto.settore, codice, self.chiesto.anno, presi))
                presi.add(cui)
                yield acquisto._replace(cui=cui, cui_da=PROPOSTO)
            else:
                mancante = Mancante(self.modulo.colonne[0], self._say_senza_codice())
                yield acquisto._replace(da_scrivere=(mancante, *acquisto.da_scrivere))

    def _say_senza_codice(self) -> str:
        """Che cosa scrivere perché l'acquisto abbia un CUI, se dell'ente non si sa il codice fiscale."""
        if fold(self.ente) == fold(self.quadro.portafoglio.anagrafe.ente):
            return 'quartieri.yaml: codice_fiscale: "…", le undici cifre di chi compra; o cui, se l\'acquisto ne ha già uno'
        return (
            f"cui: di «{self.ente}» i dati non hanno il codice fiscale; con un suo CUI, in un altro scenario, lo si sa"
        )

    def _list_tenuti(self, scritti: set[str]) -> dict[str, str]:
        """Descrizione → il CUI che aveva nel programma di prima; non dove due righe hanno la stessa."""
        tenuti: dict[str, str] = {}
        doppie = set[str]()
        for passato in self.chiesto.precedente or ():
            osso = fold(passato.descrizione)
            if osso in tenuti:
                doppie.add(osso)
            if passato.cui and passato.cui not in scritti and not list_storti(passato, self.codice, self.chiesto.anno):
                tenuti[osso] = passato.cui
        return {osso: cui for osso, cui in tenuti.items() if osso not in doppie}
