# Two commands are enough: `make demo` and `make test`. Both set up what they need in .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(firstword $(foreach name,python3.11 python3,$(shell command -v $(name))))
BIN := .venv/bin
UV ?= $(or $(shell command -v uv),.uv/bin/uv)
# uv follows the machine: its certificates, and the registry that pip is set to.
export UV_SYSTEM_CERTS ?= 1
REGISTRY := $(or $(PIP_INDEX_URL),$(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null))
ifneq ($(REGISTRY),)
export UV_DEFAULT_INDEX ?= $(REGISTRY)
endif
LOCK := uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# OpenVINO runs without its telemetry, which would write to the user's home and call home.
SILENT := --no-emit-package openvino-telemetry
# Compiled once here, not at each start of a process.
INSTALL = $(UV) pip install --quiet --compile-bytecode --no-deps --require-hashes --python

.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\#.*/\1/p' $(MAKEFILE_LIST))

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.uv/bin/uv: requirements-uv.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
	  --upgrade --target .uv --require-hashes -r $<

.venv/.made: | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml .venv/.made
	@echo "Setting up .venv ..."
	$(INSTALL) $(BIN)/python -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: requirements-dev.lock .venv/.runtime
	$(INSTALL) $(BIN)/python -r requirements-dev.lock
	@touch $@

demo: .venv/.runtime ## Run the main job on the bundled example posts
	@$(BIN)/stadspols demo

test: .venv/.development lint types imports $(if $(shell command -v npm),servers-if-possible) ## Everything that must hold before a change lands
	$(BIN)/coverage erase
	$(BIN)/pytest -n 2 --dist loadfile --max-worker-restart 0 --cov --cov-report=
	$(BIN)/coverage report --include='privacy/*' --fail-under=100
	$(BIN)/coverage report --omit='privacy/*,models/training/*' --fail-under=90

# A real AT Protocol server. Of its packages only SQLite runs code when it is installed: it compiles.
SERVERS := tests/servers/atproto/node_modules/.made tests/servers/portal/node_modules/.made
# The headers that came with Node, if any: nothing is fetched from elsewhere then.
NODE_PREFIX := $(patsubst %/bin/node,%,$(realpath $(shell command -v node)))
NODE_HEADERS := $(if $(wildcard $(NODE_PREFIX)/include/node),npm_config_nodedir=$(NODE_PREFIX))
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
tests/servers/atproto/node_modules/.made: tests/servers/atproto/package-lock.json
	@echo "Setting up the AT Protocol server for the tests (minutes, once) ..."
	cd $(<D) && $(NPM_CI) && $(NODE_HEADERS) npm rebuild better-sqlite3
	@touch $@

# A real OpenID Connect provider, and Spectral with the rules of the NL API Design Rules.
tests/servers/portal/node_modules/.made: tests/servers/portal/package-lock.json
	@echo "Setting up the login provider and Spectral for the tests ..."
	cd $(<D) && $(NPM_CI)
	@touch $@

.PHONY: servers-if-possible
servers-if-possible:
	@$(MAKE) --no-print-directory $(SERVERS) || echo "npm could not set it up: tests against it are skipped."

test-servers: .venv/.development $(SERVERS) ## The contract of the sources against every server; ten kills
	STADSPOLS_TEST_SERVERS=1 $(BIN)/pytest -q tests/servers

# The fuzzer stays out of the environment of the product.
.fuzz/.made: requirements-fuzz.lock .venv/.development
	$(INSTALL) $(BIN)/python --target .fuzz -r $<
	@touch $@

fuzz: .fuzz/.made ## A million hostile inputs for every parser together (MILLIONS=, TARGETS="jsonl kader")
	PYTHONPATH=.fuzz $(BIN)/python -m tests.fuzz.run $(or $(MILLIONS),1) $(TARGETS)

.audit/.made: requirements-audit.lock .venv/.development
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .audit
	$(INSTALL) .audit/bin/python -r $<
	@touch $@

audit: .audit/.made ## Risky code, secrets in the sources
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive privacy models pipeline dags deploy
	git ls-files -z | grep -zvE '\.(lock|bin|npz|gz|xml)$$|lock\.json$$|tokenizer\.json$$' | \
	  xargs -0 .audit/bin/detect-secrets-hook --baseline .secrets.baseline

audit-dependencies: .audit/.made ## Known holes in what we depend on (asks a vulnerability service)
	.audit/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off -r requirements.lock

sbom: .audit/.made ## What the product is made of, as CycloneDX, in dist/sbom.json
	@mkdir -p dist
	.audit/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	  --output-reproducible --of JSON -o dist/sbom.json

test-faults: .venv/.development ## 200 runs broken at moments of chance (as root: a full disk and lost rights too)
	STADSPOLS_TEST_FAULTS=200 $(BIN)/pytest -q -n 2 tests/faults

test-browser: .venv/.development ## The pages in a real browser (needs chromium; minutes)
	$(BIN)/pytest tests/browser

screenshots: .venv/.development ## Renew docs/schermen (needs chromium)
	$(BIN)/python -m tests.browser.schermen

lint: .venv/.development ## Ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.development ## Mypy, strict
	$(BIN)/mypy

imports: .venv/.development ## Import contracts
	$(BIN)/lint-imports

bench-pii: .venv/.development ## Personal data found, beside stock Presidio and deduce (DEDUCE=its python)
	$(BIN)/python bench/pii.py $(if $(DEDUCE),--deduce $(DEDUCE))

bench-areas: .venv/.runtime ## Areas found in the measuring posts
	for posts in $(DEV) $(UNSEEN) tests/fixtures/areas/*.jsonl; do \
	  echo $$posts; $(BIN)/python bench/areas.py $$posts; done

bench-sources: .venv/.runtime ## Posts per second from a file through the gate, and the memory it takes
	$(BIN)/python bench/sources.py

.bench-venv/.made: requirements.lock requirements-bench.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .bench-venv
	$(INSTALL) .bench-venv/bin/python -r requirements.lock
	$(INSTALL) .bench-venv/bin/python -r requirements-bench.lock
	@touch $@

bench: .venv/.runtime .bench-venv/.made ## The whole path beside what others would write (half an hour)
	$(BIN)/python -m bench.throughput --torch .bench-venv/bin/python

bench-language: .venv/.runtime .bench-venv/.made ## Language identifiers side by side
	PYTHONPATH=. .bench-venv/bin/python bench/language.py

bench-portal: .venv/.development ## Pages of the portal with ten years of figures
	PYTHONPATH=. $(BIN)/python bench/portal.py

bench-surges: .venv/.runtime ## Surge detection on simulated outbreaks (minutes)
	$(BIN)/python bench/surges.py

bench-attacks: .venv/.development ## How well the best attacks on released figures do
	$(BIN)/python -m bench.attacks

bench-adversarial: .venv/.runtime ## What disguised words cost the signal model
	$(BIN)/python -m bench.adversarial $(DEV)

bench-query: .venv/.runtime ## Questions on ten years of released figures
	$(BIN)/python bench/query.py

bench-scale: .venv/.runtime ## Speed with more in the store, and release over an old lake (ten minutes; DAYS=)
	$(BIN)/python bench/scale.py --days $(or $(DAYS),365)

.venv/.cluster: requirements-cluster.lock .venv/.runtime
	$(INSTALL) $(BIN)/python -r requirements-cluster.lock
	@touch $@

.s3-venv/.made: requirements-s3.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .s3-venv
	$(INSTALL) .s3-venv/bin/python -r requirements-s3.lock
	@touch $@

test-cluster: .venv/.cluster .s3-venv/.made ## Celery, PostgreSQL, object storage; a worker is killed (POSTS=10000)
	$(BIN)/python bench/cluster.py --posts $(or $(POSTS),10000) --s3-python $(CURDIR)/.s3-venv/bin/python

# Training has an environment of its own: torch and friends are never needed at run time.
# HATECHECK=cases.csv, NAMES=folder and TEXTS="files" are data that do not come with the product.
TRAIN := models/data/train.jsonl
EXTRA := $(wildcard models/data/extra_*.jsonl)
DEV := tests/fixtures/corpus/dev.jsonl
UNSEEN := tests/fixtures/corpus/unseen.jsonl
TP := .train-venv/bin/python

.train-venv/.made: requirements-train.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .train-venv
	$(INSTALL) $(TP) -r requirements-train.lock
	@touch $@

model-base: .train-venv/.made ## The pretrained base, cut to Dutch (TEXTS="more files")
	$(TP) -m models.training.base --to models/work/base $(TRAIN) $(EXTRA) $(TEXTS)

model-train: .train-venv/.made ## Train linear model, encoder and name finder; resumable (HATECHECK=, NAMES=)
	$(TP) -m models.training.baseline $(TRAIN) $(DEV) --more $(EXTRA) --to models/work/linear
	$(TP) -m models.training.signals $(TRAIN) $(EXTRA) --dev $(DEV) --hatecheck $(HATECHECK) \
	  --names $(NAMES) --to models/work/signals
	$(TP) -m models.training.names $(TRAIN) $(EXTRA) --names $(NAMES) --to models/work/names

model-distil: .train-venv/.made ## Students of half the layers; resumable (NAMES=, TEXTS="more files")
	for kind in signals names; do $(TP) -m models.training.distil $$kind $(TRAIN) $(EXTRA) \
	  --teacher models/work/$$kind --names $(NAMES) --texts $(TEXTS) --to models/work/$$kind-6 || exit; done

model-export: .train-venv/.made ## To int8, with cards and locks (HATECHECK=)
	$(TP) -m models.training.publish models/work/signals-6 --base models/work/signals-6 \
	  --linear models/work/linear --train $(TRAIN) $(EXTRA) --dev $(DEV) --unseen $(UNSEEN) \
	  --hatecheck $(HATECHECK)
	$(TP) -m models.training.publish_names models/work/names-6 --base models/work/names-6 \
	  --train $(TRAIN) $(EXTRA) --dev $(DEV)

model-evaluate: .venv/.runtime ## The figures of the cards, measured again
	$(BIN)/python -m models.evaluate $(DEV) --model models/signals
	$(BIN)/python -m models.evaluate $(UNSEEN) --model models/signals
	$(BIN)/python -m models.evaluate_names $(DEV)

test-train: .train-venv/.made ## Tests of the training code, which need torch
	$(TP) -m pytest --confcutdir=tests/models tests/models/training

assets: ## Renew what the portal takes from npm (needs npm)
	deploy/renew-assets

ceremonie: .venv/.runtime ## The council's whole ceremony as an example, in ./ceremonie
	@deploy/voorbeeld-ceremonie ceremonie

airflow: .venv/.runtime ## Start Airflow with the DAGs on http://127.0.0.1:8080
	@deploy/airflow-standalone

lock: ## Renew the lock files (needs uv)
	$(LOCK) $(SILENT) pyproject.toml -o requirements.lock
	$(LOCK) $(SILENT) --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	$(LOCK) bench/requirements.in -c requirements.lock -o requirements-bench.lock
	$(LOCK) models/training/requirements.in -o requirements-train.lock
	echo uv | $(LOCK) - -o requirements-uv.lock
	$(LOCK) $(SILENT) --group cluster pyproject.toml -c requirements.lock -o requirements-cluster.lock
	echo 'moto[server]' | $(LOCK) - -o requirements-s3.lock
	echo atheris | $(LOCK) - -o requirements-fuzz.lock
	printf 'cyclonedx-bom\ndetect-secrets\npip-audit\n' | $(LOCK) - -o requirements-audit.lock

clean: ## Remove the environment and caches; data and keys stay
	rm -rf .venv .*-venv .uv .fuzz .audit .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
