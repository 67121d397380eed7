# `make demo` and `make test` set up everything they need; nothing else has to be run before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup demo test slow check lint types layers policy eval mutation train bench properties soak lock clean

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup
	@$(BIN)/python examples/demo.py

test: setup
	$(BIN)/python -m pytest -n auto

# Tests that take long or try everything there is: every wording of the corpus in every example store, screening on any reply.
slow: setup
	$(BIN)/python -m pytest -m slow

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

policy: setup
	$(BIN)/assistant policy test

eval: setup
	$(BIN)/assistant eval --gate

# Nightly, not in `make test`: takes away each rule, script family and fact in turn; some eval case must notice.
mutation: setup
	$(BIN)/python -m assistant.evaluation.mutation

check: lint types layers test policy eval

# The weights of the second look at replies, from the tuning half alone. Same cases, same weights.
train: setup
	$(BIN)/python -m assistant.evaluation.training

# What must hold for any reply, over 100,000 random and mutated ones.
properties: setup
	$(BIN)/python -m benchmarks.properties

bench: setup
	$(BIN)/python -m benchmarks

# The review queue in full: 10,000 drafts, 8 processes, 50 of them killed, on SQLite and PostgreSQL. Takes minutes.
soak: setup
	$(BIN)/python -c "from benchmarks.soak_review import main; main()"

lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --group dev --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
