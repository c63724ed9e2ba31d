# Tutto passa da un ambiente del progetto (.venv): il Python del sistema non si tocca.
PYTHON ?= python3
V := .venv
BIN := $(V)/bin

.DEFAULT_GOAL := status
.PHONY: status test lint golden immagini bench fuzz guasti nazione avvisi sbom rilascio lock clean test-minimi test-oracoli test-ocds test-scala test-piani test-spark

# Questi tre sono i comandi di prepara.py, a cui basta Python.
status test lint:
	@$(PYTHON) prepara.py $@

golden: $(V)/sviluppo  ## riscrive le uscite attese, gli schemi e gli esempi dei documenti: da rileggere nel diff
	LDQ_AGGIORNA=1 $(BIN)/python -m pytest -q tests/golden tests/test_docs.py tests/test_dati_md.py tests/test_schemi.py tests/test_tavola_errori.py tests/test_condivisi.py

immagini: $(V)/sviluppo  ## riscrive le figure dei documenti, e le carte come le vede chi le apre
	@mkdir -p docs/immagini
	$(BIN)/ldq copertura --dal 2022-01-01 --al 2026-12-31 --oggi 2023-01-17 -o docs/immagini/copertura.svg
	$(BIN)/ldq copertura --dal 2022-01-01 --al 2026-12-31 --oggi 2023-01-17 -o docs/immagini/copertura.png
	$(BIN)/ldq gara --servizio-dal 2024-01-01 --oggi 2023-01-17 -o docs/immagini/gara.png
	$(BIN)/ldq scenari --confronta --oggi 2023-01-17 -o docs/immagini/confronto.png
	$(BIN)/python scripts/immagini.py

bench: $(V)/sviluppo  ## tempi come rapporti, mai come prove
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock
	$(BIN)/python benchmarks/bench.py

N ?= 1000
SEME ?= 1
fuzz: $(V)/sviluppo  ## dati, file, modifiche e righe di comando guastati a caso: make fuzz N=1000000 SEME=7 CHE="cartelle csv"
	$(BIN)/python -m tests.fuzz $(CHE) -n $(N) --seme $(SEME)

guasti: N = 300
guasti: $(V)/sviluppo  ## che cosa resta di ciò che si scriveva, ucciso o senza posto: make guasti N=300 SEME=7 CHE="rapporto init"
	$(BIN)/python scripts/guasti.py $(CHE) -n $(N) --seme $(SEME)

nazione: N = 1000000
nazione: $(V)/sviluppo  ## contratti inventati e verosimili, in due Parquet: make nazione N=10000000 SEME=2 DOVE=cartella
	$(BIN)/python -m scripts.nazione $(or $(DOVE),nazione) -n $(N) --seme $(SEME)

avvisi: requirements-rilascio.lock  ## gli avvisi di sicurezza su ciò che si installa: vuole la rete, e un pacchetto che non si può guardare è un errore
	@$(PYTHON) prepara.py ambiente .venv-rilascio requirements-rilascio.lock
	.venv-rilascio/bin/pip-audit --strict --disable-pip -r requirements-distinta.lock

sbom: requirements-distinta.lock requirements-rilascio.lock  ## la distinta (CycloneDX) di ciò che si installa con tutti gli extra, e le sue licenze
	@$(PYTHON) prepara.py ambiente .venv-distinta requirements-distinta.lock
	@$(PYTHON) prepara.py ambiente .venv-rilascio requirements-rilascio.lock
	@mkdir -p dist
	.venv-rilascio/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o dist/ldq-planner.cdx.json .venv-distinta/bin/python
	.venv-rilascio/bin/python scripts/licenze.py dist/ldq-planner.cdx.json LICENSES/dipendenze.md

rilascio: sbom  ## i file da pubblicare in dist/, costruiti due volte e uguali, con le loro impronte (docs/rilascio.md)
	./scripts/rilascio .venv-rilascio/bin

# Ciò che si prova una volta sola, perché non dipende dalle versioni più vecchie: il browser, il disco, i processi, i casi a caso,
# il motore e le regole, che usano la sola libreria standard, e ciò che si dice di legge, pagine e parole.
GARE := gara_giorno_per_giorno gara_oracoli gare_in_corso procedure_a_confronto
PAROLE := articoli comandi_nel_testo contribuire glossario numeri_di_legge
UNA_VOLTA := pagina fuzz properties unit/engine unit/rules unit/render/test_testo_ostile.py \
  $(patsubst %,test_%.py,$(GARE) $(PAROLE) guasti opzioni pronti stessi_byte)

test-minimi: requirements-minimi.lock  ## le stesse prove sulle versioni più vecchie che il pacchetto dichiara
	$(PYTHON) prepara.py ambiente .venv-minimi requirements-minimi.lock
	.venv-minimi/bin/python -m pytest -n auto -q $(UNA_VOLTA:%=--ignore=tests/%)

test-oracoli: requirements-oracle.lock  ## il calendario contro il pacchetto holidays: qui la prova non si può saltare
	$(PYTHON) prepara.py ambiente .venv-oracoli requirements-oracle.lock
	LDQ_ORACOLI=1 .venv-oracoli/bin/python -m pytest -q tests/oracoli

test-ocds: requirements-ocds.lock  ## ciò che ldq esporta, riletto dal revisore di Open Contracting: qui la prova non si può saltare
	$(PYTHON) prepara.py ambiente .venv-ocds requirements-ocds.lock
	LDQ_OCDS=1 .venv-ocds/bin/python -m pytest -q tests/revisori

test-scala: N = 100000
test-scala: $(V)/sviluppo  ## contratti a caso: DuckDB e Spark Connect contro il motore di Python, riga per riga: make test-scala N=10000 SEME=2
	$(BIN)/python -m tests.sql.scala -n $(N) --seme $(or $(SEME),1)

test-piani: N = 300
test-piani: $(V)/sviluppo  ## città a caso: ogni programma delle gare rifatto a mano, e contro tutti quelli possibili: make test-piani N=100 SEME=500
	$(BIN)/python -m tests.programma.molti -n $(N) --seme $(or $(SEME),0)

test-spark: $(V)/sviluppo requirements-spark.lock  ## i motori di colonne contro uno Spark vero, un capo e due operai su questa macchina: vuole Java 17
	$(PYTHON) prepara.py ambiente .venv-spark requirements-spark.lock
	.venv-spark/bin/python scripts/spark.py $(BIN)/python -m pytest -q -n 0 tests/sql

lock:  ## riscrive i file di versioni bloccate, con le impronte
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra tutto --extra build --extra test --extra motori --extra lint pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build pyproject.toml -c requirements.lock -o requirements-programma.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra tutto --extra build pyproject.toml -c requirements.lock -o requirements-distinta.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra rilascio pyproject.toml -o requirements-rilascio.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra bench pyproject.toml -c requirements.lock -o requirements-bench.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --resolution lowest-direct --extra tutto --extra build --extra test pyproject.toml -o requirements-minimi.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra test --extra oracle pyproject.toml -o requirements-oracle.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra test --extra ocds pyproject.toml -o requirements-ocds.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra cluster pyproject.toml -c requirements.lock -o requirements-spark.lock

clean:
	rm -rf .venv .venv-minimi .venv-oracoli .venv-ocds .venv-spark .venv-distinta .venv-rilascio .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(V)/sviluppo: requirements.lock pyproject.toml prepara.py
	@$(PYTHON) prepara.py sviluppo
