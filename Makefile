# Everything a checkout can do. The recipes keep to POSIX sh and to what GNU Make 3.81 (macOS) understands.

.DEFAULT_GOAL := help
.PHONY: help environments setup serve test coverage bench bench-peers eval-public playground lock clean

BIN := .venv/bin
# What computes, and the tests that run every branch of it.
COMPUTING := --cov=knowledge.rules --cov=knowledge.policy --cov=knowledge.parameters --cov=knowledge.calendars
ITS_TESTS := $(patsubst %,tests/test_%.py,calendars parameters periods policy policy_commissions policy_freezes policy_promotions \
  policy_support policy_withdrawals rule rulebook rules)
PLAYGROUND := @microsoft/m365agentsplayground@0.2.28

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  PYTHON=…, RASA_PYTHON=… and TORCH_INDEX_URL=… choose what setup uses: docs/install.md'

# The first Python that fits sets up; the names after python3 are for systems whose python3 is too old or too new.
environments: ## install both environments alone
	@for python in $${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do \
	  if "$$python" bot/install/supported.py 2>/dev/null; then exec "$$python" -m bot.install; fi; \
	done; \
	if [ -n "$$PYTHON" ]; then echo "PYTHON is $$PYTHON, which is no Python 3.11 to 3.14 that runs. Name another one, or unset it."; else \
	echo 'Python 3.11 to 3.14 is needed, and no python3 here is one. Install it and run make again:'; \
	echo '  Debian 12, Ubuntu 24.04 and newer:  sudo apt install python3 python3-venv'; \
	echo '  Ubuntu 22.04:                       sudo apt install python3.11 python3.11-venv'; \
	echo '  macOS:                              brew install python@3.13'; \
	echo 'or name one: make setup PYTHON=/path/to/python3.13'; fi; exit 1

setup: environments ## install both environments and build index and dialogue model; quick when all is there
	@exec $(BIN)/seller-assistant prepare

# What has to be built, serve builds itself: loading everything once for both saves seconds at each start.
serve: environments ## set up, then run the assistant until Ctrl-C
	@exec $(BIN)/seller-assistant serve

# All parts run, whatever the ones before said; pytest comes last, so that its closing line ends the output.
# Branches are counted where every one must be run, by the tests of that part: counting them everywhere doubles the time of all tests.
test: setup ## set up, then check style, types, imports and data, and run all tests
	@passed=0; failed=''; \
	try() { echo "--- $$*"; if $(BIN)/"$$@" </dev/null; then passed=$$((passed + 1)); else failed="$$failed  $$*;"; fi; }; \
	try ruff check .; \
	try ruff format --check .; \
	try lint-imports; \
	try mypy -p knowledge -p actions -p bot; \
	try mypy tests; \
	try seller-assistant check; \
	try pytest -n 2 $(ITS_TESTS) $(COMPUTING) --cov-branch --cov-fail-under=100 --cov-report=term-missing:skip-covered; \
	echo "--- checks before the tests: $$passed in order$${failed:+, NOT in order:$$failed}"; \
	echo '--- pytest -n 2'; \
	$(BIN)/pytest -n 2 --dist loadfile </dev/null && [ -z "$$failed" ]

coverage: setup ## set up, then run all tests with branch coverage of everything
	@exec $(BIN)/pytest -n 2 --dist loadfile --cov --cov-branch --cov-report=term:skip-covered

bench: setup ## set up, then measure: answers, chat turns, start-up, memory
	@exec $(BIN)/python -m bot.benchmark

bench-peers: setup ## set up, then measure semantic-router, BM25 and Rasa's DIET beside it; EPOCHS=… how long DIET trains (the first time takes long)
	@exec $(BIN)/python -m bot.benchmark --peers $${EPOCHS:+--epochs "$$EPOCHS"}

eval-public: setup ## measure the engine on public intent sets: HINT3=… CLINC150=… BANKING77=… name their folders (docs/evaluation.md)
	@exec $(BIN)/seller-assistant eval-public $${HINT3:+--hint3 "$$HINT3"} $${CLINC150:+--clinc150 "$$CLINC150"} $${BANKING77:+--banking77 "$$BANKING77"} --report docs/evaluation

playground: ## fetch Microsoft's test client for Teams into the folder playground, with npm (docs/teams.md)
	@command -v npm >/dev/null || { echo 'npm is needed, with Node.js 20 or newer: install your system'"'"'s packages nodejs and npm.'; exit 1; }
	@exec npm install --prefix playground --no-save --no-audit --no-fund $(PLAYGROUND)

lock: ## resolve both lock files anew (UPGRADE=1: to the newest versions); then make setup
	@if [ -x $(BIN)/uv ]; then exec $(BIN)/python -m bot.install.locks; else echo 'Run make setup first: uv makes the lock files.'; exit 1; fi

clean: ## remove both environments and all that was built; conversations stay
	rm -rf .venv bot/rasa/.venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	rm -rf var/encoder var/index var/index_languages var/vectors var/dialogue var/peers var/setup.log var/setup.lock
