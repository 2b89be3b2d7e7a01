# What one types. Everything needed is put into .venv, from locked and hashed requirements.
PYTHON ?= python3
BIN := .venv/bin
DEV := .venv/.dev
RUN := .venv/.run

.PHONY: help setup run demo test check bench fuzz format lock clean

help:
	@echo "make run     start Paceline on http://127.0.0.1:8000"
	@echo "make demo    a database with a coaching team to look around in"
	@echo "make test    the tests"
	@echo "make check   formatting, lint, types, contracts, templates"
	@echo "make bench   measurements, side by side with what they are compared to"
	@echo "make fuzz    ten thousand damaged files through every reader"

$(RUN): requirements/uv.txt requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) tools/bootstrap.py venv
	@$(BIN)/python tools/bootstrap.py run
	@touch $(RUN)

$(DEV): requirements/uv.txt requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) tools/bootstrap.py venv
	@$(BIN)/python tools/bootstrap.py dev
	@touch $(RUN) $(DEV)

setup: $(DEV)

run: $(RUN)
	@$(BIN)/paceline serve

demo: $(RUN)
	@PACELINE_DEMO=true PACELINE_DATABASE_NAME=paceline_demo PACELINE_DATA=$${PACELINE_DEMO_DATA:-data/demo} $(BIN)/paceline demo load --if-empty
	@PACELINE_DEMO=true PACELINE_DATABASE_NAME=paceline_demo PACELINE_DATA=$${PACELINE_DEMO_DATA:-data/demo} $(BIN)/paceline serve

test: $(DEV)
	@$(BIN)/python tools/bootstrap.py browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(DEV)
	@$(BIN)/ruff format --check src tests tools migrations benchmarks
	@$(BIN)/ruff check src tests tools migrations benchmarks
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.lints
	@$(BIN)/djlint --lint --quiet src
	@$(BIN)/pyright

format: $(DEV)
	@$(BIN)/ruff format src tests tools migrations benchmarks
	@$(BIN)/ruff check --fix src tests tools migrations benchmarks

bench: $(DEV)
	@$(BIN)/python -m benchmarks

fuzz: $(DEV)
	@PACELINE_HYPOTHESIS=dice PACELINE_FUZZ_ROUNDS=$${PACELINE_FUZZ_ROUNDS:-10000} $(BIN)/python -m pytest -n 2 --dist worksteal tests/science/formats -k "mutat or damage"

lock: $(DEV)
	@$(BIN)/python tools/bootstrap.py lock

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
