# TrainHub. `make run` serves it, `make test` tests it; both install what they need first.
.DEFAULT_GOAL := help
.PHONY: help install run dev test lint format bench kills fleet fuzz audit lock clean
MAKEFLAGS += --no-print-directory

# The first Python on this machine that is new enough (PYTHON=... chooses another).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)
VENV := .venv/bin/python

help: ## say what there is
	@echo "make run      serve TrainHub on http://127.0.0.1:8000/ (HOST, PORT, and more in .env.example)"
	@echo "make test     test everything: on SQLite, on PostgreSQL, in a browser"
	@echo ""
	@echo "make install  build .venv and collect the static files; run and test do it by themselves"
	@echo "make dev      serve with reload and debug pages"
	@echo "make lint     check style, types, templates and migrations"
	@echo "make format   let ruff format the Python"
	@echo "make bench    measure the pages"
	@echo "make kills    kill the server in the middle of writes, N times on each database, and look for what is lost"
	@echo "make fleet    start a fleet of two web nodes and two databases, break it under load, and look for what is lost"
	@echo "make fuzz     send N=50000 hostile requests to every address and form (ARGS=postgres)"
	@echo "make audit    ask whether a hole is known in a version that we pin"
	@echo "make load     fifty coaches at work at once for MINUTES: errors, waits, anything lost"
	@echo "make lock     compile requirements*.txt from requirements*.in, with hashes"
	@echo "make clean    remove .venv and what tests and tools left; never the data under var/"

.PHONY: python venv venv-dev
python:
	@test -n "$(PYTHON)" || { echo "TrainHub needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "TrainHub needs Python 3.11 or later; $(PYTHON) is older or does not start."; exit 1; }

venv: python
	@"$(PYTHON)" tools/install.py

venv-dev: python
	@"$(PYTHON)" tools/install.py --dev

install: venv
	@$(VENV) tools/build.py

run: venv
	@exec $(VENV) tools/run.py

dev: venv-dev
	@exec $(VENV) tools/run.py --dev

test: venv-dev
	@exec $(VENV) tools/test.py

lint: venv-dev
	@$(VENV) tools/lint.py

format: venv-dev
	@$(VENV) -m ruff check --fix --quiet . ; $(VENV) -m ruff format .

bench: venv-dev
	@exec $(VENV) benchmarks/run.py $(ARGS)

kills: venv-dev
	@$(VENV) tools/kill.py --kills $(or $(N),20) sqlite && $(VENV) tools/kill.py --kills $(or $(N),20) postgres

fleet: venv-dev
	@exec $(VENV) tools/fleet.py $(ARGS)

fuzz: venv-dev
	@exec $(VENV) tools/fuzz.py $(or $(N),50000) $(ARGS)

audit: venv-dev
	@exec $(VENV) tools/audit.py

load: venv-dev
	@exec $(VENV) tools/load.py --minutes $(or $(MINUTES),1)

lock: venv-dev
	@$(VENV) tools/lock.py

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov var/build var/static var/build.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
