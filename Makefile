# Everything a fresh machine needs is Python 3.11+ and make.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
STAMP := .venv/.synced
OUT ?= demo-output
# The peers of `make bench` need older libraries than the tests: an environment of its own.
BENCH_ENV ?= .venv-bench
BENCH_BIN := $(BENCH_ENV)/bin
BENCH_STAMP := $(BENCH_ENV)/.synced
# For example: make bench PEERS="--data loans.csv --target outcome --bad 1"
PEERS ?=

.PHONY: demo test check bench bench-audit bench-truth serve reference release clean

demo: $(STAMP)            ## the whole story on Laagland, through the real HTTP server
	$(BIN)/counterscore demo --out $(OUT)

test: $(STAMP)            ## every check that CI runs: lint, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

check: $(STAMP)           ## the quick half of test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto -q tests/unit tests/properties

bench: $(BENCH_STAMP)     ## figures, as ratios within one run, and the card beside its peers (an hour or more)
	$(BENCH_BIN)/python -m benchmarks
	$(BENCH_BIN)/python -m benchmarks.laagland
	$(BENCH_BIN)/python -m benchmarks.peers $(PEERS)

bench-audit: $(BENCH_STAMP) ## the whole audit of 10 and 100 million rows, beside fairlearn, Aequitas and Spark (needs 8 GB of disk)
	$(BENCH_BIN)/python -m benchmarks.audit
	$(BIN)/python -m benchmarks.audit.by_spark

bench-truth: $(STAMP)     ## how often the audit is wrong, where the truth is known (an hour or more)
	$(BIN)/python -m benchmarks.audit.truth --replicates 4000
	$(BIN)/python -m benchmarks.audit.truth_every --replicates 200
	$(BIN)/python -m benchmarks.audit.truth_search --replicates 60

serve: $(STAMP)           ## a development service on loopback, with Laagland's reference card
	COUNTERSCORE_CARD=docs/reference/card.json COUNTERSCORE_POLICY=scoring/population/laagland-policy.toml \
		$(BIN)/counterscore serve

reference: $(STAMP)       ## regenerate docs/reference, generated pages and the test vectors
	for writer in regenerate laagland_table cli_reference audit_pages card_vectors ledger_vectors reasons_vectors; do \
		$(BIN)/python -m tests.support.$$writer || exit 1; done

release: $(STAMP)         ## regenerate laagland-v1: digests, figures and the committed excerpt (minutes)
	$(BIN)/python -m tests.support.release

$(STAMP): pyproject.toml uv.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=python3.11, for example" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet "uv==$(UV_VERSION)"
	$(BIN)/uv sync --locked --all-extras --python $(BIN)/python
	touch $(STAMP)

$(BENCH_STAMP): pyproject.toml uv.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=python3.11, for example" if sys.version_info < (3, 11) else 0)'
	test -x $(BENCH_BIN)/python || $(PYTHON) -m venv $(BENCH_ENV)
	test -x $(BENCH_BIN)/uv || $(BENCH_BIN)/python -m pip install --quiet "uv==$(UV_VERSION)"
	UV_PROJECT_ENVIRONMENT=$(BENCH_ENV) $(BENCH_BIN)/uv sync --locked --no-default-groups --group bench \
		--extra train --extra audit --extra explain --python $(BENCH_BIN)/python
	touch $(BENCH_STAMP)

clean:
	rm -rf .venv $(BENCH_ENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
