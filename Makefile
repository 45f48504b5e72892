# What a visitor or a developer types; `make` alone lists it.

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
.DEFAULT_GOAL := help
.PHONY: help environment setup run test check fix bench migrate refresh demo messages

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: PINS := requirements.txt
run: environment  ## Start everything and say where it is; Ctrl-C stops it
	@exec $(PYTHON) -m cadre_tracker.launch

test: environment  ## Run every test
	@$(PYTHON) cadre_tracker/bootstrap.py browser
	@CADRE_TRACKER_FAST=1 $(PYTHON) -m pytest -n 2 --dist worksteal

check: environment  ## Lint, types, arrows between modules, migrations, translations
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m cadre_tracker.embedded $(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run
	@$(PYTHON) -m cadre_tracker.catalogues check

fix: environment  ## Let the linter and the formatter mend what they can
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

bench: environment  ## Measure speed and memory
	@$(PYTHON) -m bench

setup: environment  ## Install what running, testing and checking need

migrate: environment  ## Bring the database up to date
	@$(MANAGE) migrate

refresh: environment  ## Compute the results of today
	@$(MANAGE) refresh

demo: environment  ## Load the demonstration data if there is none
	@$(MANAGE) seed_demo --if-empty

messages: environment  ## Gather the texts of the screens and compile their translations
	@$(PYTHON) -m cadre_tracker.catalogues update

PINS := requirements-dev.txt
environment:
	@for python in python3.11 python3.12 python3.13 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec $$python cadre_tracker/bootstrap.py $(PINS); \
	  fi; \
	done; echo "Python 3.11 or newer is needed (on Debian: apt-get install python3)."; exit 1
