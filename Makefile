# The two commands of the README: `make report` and `make test`. Everything else serves them.

PYTHON ?= python3
YEAR ?= 2018
# The sample files of 2018, and those made for the first half of 2026, stand for what had arrived by
# a day; files of other years arrive today. For files of your own of 2026:
# make report YEAR=2026 RECEIVED_ON= PERIOD=
RECEIVED_ON_2018 := 2018-09-03
RECEIVED_ON_2026 := 2026-06-15
PERIOD_2026 := 6-thang
RECEIVED_ON ?= $(RECEIVED_ON_$(YEAR))
PERIOD ?= $(PERIOD_$(YEAR))

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
UV_COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: report test lint typecheck imports unit fuzz faults kills test-scale bench guard samples example codes settings pictures layout locale lock clean

report: .venv/.run
ifeq ($(YEAR),2026)
	@$(BIN)/python scripts/make_year.py
endif
	@$(BIN)/welfare-stats ingest data/raw/$(YEAR) $(if $(RECEIVED_ON),--received-on $(RECEIVED_ON)) \
		|| test $$? -eq 1
	@echo
	@echo "Báo cáo năm $(YEAR):"
	@$(BIN)/welfare-stats report --year $(YEAR) $(if $(PERIOD),--period $(PERIOD))

test: lint typecheck imports unit guard

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

unit: .venv/.dev
	$(BIN)/pytest

# The long versions of what the tests do in short: damaged files, and layouts of tables.
FUZZ_FILES ?= 2000
FUZZ_SEED ?= 1
fuzz: .venv/.dev
	$(BIN)/python tests/fuzz.py --files $(FUZZ_FILES) --seed $(FUZZ_SEED)
	$(BIN)/pytest tests/collect/test_layouts.py tests/collect/test_own_layout_properties.py \
		--hypothesis-profile=long

# Faults seeded into clean workbooks, alone and beside earlier ones: recall, exact cells, false
# alarms; fails below 100 %, 100 %, 0.
FAULT_FILES ?= 2000
faults: .venv/.dev
	$(BIN)/python tests/faults.py --files $(FAULT_FILES) --seed $(FUZZ_SEED)

# Runs killed at any instant, then eight processes at once: nothing lost, nothing doubled.
KILLS ?= 200
kills: .venv/.dev
	$(BIN)/python tests/kills.py --kills $(KILLS) --seed $(FUZZ_SEED)

# Several machines, with real processes on this one: a Dask cluster that reads, and the tests of what
# the commands do once more, with every workspace's register in PostgreSQL.
test-scale: .venv/.dev
	$(BIN)/pytest tests/scale -n 0
	WELFARE_STATS_TEST_REGISTER=postgresql $(BIN)/pytest tests/pipeline tests/cli tests/validate

# All that is measured, in one table with targets, beside what others take for the same files; about
# half an hour on an idle machine. Writes bench/results.json.
bench: .venv/.dev .venv-bench/.done
	$(BIN)/python bench/benchmark.py

# Whether reading takes much longer, against the bare read, than when bench was run last.
guard: .venv/.dev
	$(BIN)/python bench/benchmark.py --guard

# Makes data/raw/2018 again; the same seed gives the same files.
samples: .venv/.dev
	$(BIN)/python scripts/make_samples.py

# Two years of an office's work, with a merger, a correction and a closing, into build/vi-du.
example: .venv/.dev
	$(BIN)/python scripts/make_example.py

# Writes docs/ma-kiem-tra.md again, after a kind of finding was changed.
codes: .venv/.dev
	$(BIN)/python scripts/make_code_page.py

# Writes welfare-stats.toml again, after a setting was added or its text changed.
settings: .venv/.dev
	$(BIN)/python -c "from welfare_stats.settings import *; \
		open(SETTINGS_FILE, 'w', encoding='utf-8').write(settings_text(STARTER))"

# Makes the pictures of guide and README again; needs LibreOffice, pdftoppm and Chromium.
pictures: .venv/.dev
	$(BIN)/python scripts/make_guide_pictures.py

# Makes the Word layout again, as it was before the office edited it.
layout: .venv/.dev
	$(BIN)/python scripts/make_docx_layout.py

# Compiles the Vietnamese words of the command line after their .po file was edited.
locale: .venv/.dev
	$(BIN)/pybabel compile -D welfare_stats -l vi -d src/welfare_stats/cli/locale

# Pins current versions; run it after changing dependencies in pyproject.toml.
lock: .venv/.dev
	$(INSTALL) uv
	$(UV_COMPILE) pyproject.toml --upgrade --group build -o requirements.lock
	$(UV_COMPILE) pyproject.toml --upgrade --group dev -o requirements-dev.lock
	$(UV_COMPILE) -c requirements.lock --upgrade --group bench -o requirements-bench.lock

.venv/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch .venv/.run $@

.venv-bench/.done: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes -r requirements-bench.lock
	@touch $@

clean:
	rm -rf .venv .venv-bench build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
