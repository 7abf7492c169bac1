# Two commands do everything: `make run` and `make test`. The rest is for the people who work on Wederwoord.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3

##@ Use
run: $(VENV)/.run ## install, seed the sample shop, draft its reviews, serve the desk on loopback
	@$(VENV)/bin/wederwoord run --sample

##@ Work on it
test: lint $(VENV)/.dev browser wordpress ## lint, types, import rules and all tests but the long ones
	@$(PY) -m pytest -n auto --dist loadgroup -m "not slow and not chaos and not browser" $(ARGS)
	@$(PY) -m pytest -m "browser and not slow" tests/browser $(ARGS)
	@$(PY) -m pytest -m "browser and not slow" tests/hosts $(ARGS)
	@$(PY) -m pytest -m "chaos and not slow" $(ARGS)
lint: $(VENV)/.dev ## ruff, mypy strict, import rules
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
test-slow: $(VENV)/.dev browser wordpress ## the long tests: chaos at full length (a quarter of an hour, see CONTRIBUTING.md), a real model server
	@WEDERWOORD_LONG=1 $(PY) -m pytest -m "slow or chaos" --timeout 900 $(ARGS)
bench: $(VENV)/.dev ## every figure of benchmarks/results.md, measured again
	@$(PY) -m benchmarks $(ARGS)
connectors: $(VENV)/.dev ## what each connector can do, the faults it survives, the calls it makes
	@$(PY) -m connectors.testing.table --kit tests/contract/test_connectors.py
	@$(PY) -m connectors.testing.costs
pack: $(VENV)/.dev ## the line of prompts/packs.yaml for the data as they are
	@$(PY) -c "from plugin.guidelines.pack_versions import current; print(current().version, current().hash[:16])"
screenshots: $(VENV)/.dev browser ## the pictures of the docs, taken anew of the sample shop
	@$(PY) -m tests.browser.screenshots
lock: $(VENV)/.dev ## resolve the dependencies anew
	@$(VENV)/bin/pip install -q uv
	@$(VENV)/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock $(LOCKARGS)
	@$(VENV)/bin/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock $(LOCKARGS)
clean: ## remove what was installed and generated here; data/ stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
help: ## this list
	@awk 'BEGIN{FS=":.*##"} /^##@/{printf "\n%s\n", substr($$0,5)} /^[a-z-]+:.*##/{printf "  make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

# What stands behind the targets -------------------------------------------------------------------------

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wederwoord needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(PY) requirements.lock pyproject.toml
	@echo "Installing Wederwoord into $(VENV) …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(PY) requirements-dev.lock pyproject.toml
	@echo "Installing Wederwoord and its test tools into $(VENV) …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/.run

# The browser tests drive Debian's Chromium; a machine that has none gets it where that is allowed.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && { echo "Installing Chromium for the browser tests …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }; } \
	  || { echo "The browser tests need Chromium: install the package 'chromium' and run make test again."; exit 1; }

# Our WordPress plugin is tested on WordPress itself; where it cannot be had, those tests are skipped and say so.
wordpress:
	@{ command -v php >/dev/null && command -v mariadbd >/dev/null && [ -d /usr/share/wordpress ]; } \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && { echo "Installing WordPress for the tests of our plugin …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wordpress php-cli php-mysql php-xml php-mbstring php-curl mariadb-server >/dev/null; }; } \
	  || echo "No PHP, MariaDB or WordPress here: the tests of our WordPress plugin are skipped."

.PHONY: run test lint test-slow bench connectors pack screenshots lock clean help browser wordpress
