# `make` alone lists the targets. The work is in scripts/, pyproject.toml and requirements/.
# PYTHON names another interpreter than the python3 of the path; ARGS are handed on to pytest or the demo.
export PYTHON
bin := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: setup-demo ## set up, and play the whole journey on real flights into demo-flights/; Ctrl-C ends the board
	@$(bin)/shipworthy demo demo-flights $(ARGS) || { \
		status=$$?; \
		[ $$status -ne 1 ] || echo "The demo ran to its end; its exit status 1 says that the last gate does not say go."; \
		[ $$status -eq 1 ] || [ $$status -eq 130 ]; }

test: setup-test system lint types ## lint, check types and floors, and run the tests that take seconds
	@$(bin)/python -m pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

test-all: setup-test system lint types ## as `make test`, with the slow tests too
	@$(bin)/python -m pytest $(ARGS)

lint: setup-test ## ruff's rules and format, and the floors of the house
	@$(bin)/ruff check --quiet
	@$(bin)/ruff format --check --quiet
	@$(bin)/lint-imports --no-logo

types: setup-test ## mypy, strict, over src and tests
	@$(bin)/mypy

format: setup-test ## put the code into ruff's format, and mend what it can mend
	@$(bin)/ruff check --fix --quiet
	@$(bin)/ruff format --quiet

docs: setup-docs ## build the documentation into site/
	@.venv-docs/bin/zensical build --strict --config-file mkdocs.yml

bench: setup-demo ## measure ours beside peers into docs/benchmarks.md; ARGS="start demo" for some of it
	@$(bin)/python -m benchmarks.run $(ARGS)

reference: setup-test ## write anew the parts of the documentation that the program knows best
	@$(bin)/python -m scripts.reference

pictures: setup-test system ## play the examples, and write the documentation's pictures and output anew (minutes)
	@$(bin)/python -m scripts.pictures $(ARGS)

lock: setup-tools ## write requirements/*.txt and benchmarks/peers/*.txt anew; ARGS=--upgrade takes the newest versions
	@scripts/lock.sh $(ARGS)

clean: ## remove all that the other targets made
	rm -rf .tools .venv .venv-docs .bench demo-flights dist site
	rm -rf .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup-%:
	@scripts/setup.sh $*

system:
	@scripts/system.sh

.PHONY: help demo test test-all lint types format docs reference pictures bench lock clean system
