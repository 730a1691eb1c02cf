PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo run test test-postgres fuzz bench bench-forecast bench-alerts bench-best-time lint messages audit format check screenshots lighthouse lighthouse-ci image lock

help: ## Print these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-15s %s\n", $$1, $$2}'

demo: .venv/runs ## Try it: the site with the bundled CallFire simulator, on 127.0.0.1:8000 (PORT=)
	@$(BIN)/python manage.py demo --port $(PORT)

run: .venv/runs .env ## Run it against the real CallFire, on 127.0.0.1:8000 (PORT=)
	@$(BIN)/python manage.py migrate --skip-checks --verbosity 0
	@$(BIN)/python manage.py collectstatic --skip-checks --no-input --verbosity 0
	@$(BIN)/python manage.py welcome --port $(PORT)
	@exec $(BIN)/python -m gunicorn --bind 127.0.0.1:$(PORT) dashboard.wsgi

test: .venv/checks ## Run every test
	@$(BIN)/python -m pytest

test-postgres: .venv/checks ## Run them on PostgreSQL: one it starts itself, or DATABASE_URL=
	@$(BIN)/python -m tests.postgres

fuzz: .venv/checks ## Read 100,000 broken documents (FUZZ_MUTATIONS=)
	@FUZZ_MUTATIONS=$${FUZZ_MUTATIONS:-100000} $(BIN)/python -m pytest \
		tests/stats/callfire/test_documents_under_mutation.py

bench: .venv/checks ## Measure every line of docs/benchmarks.md again, and write it there
	@$(BIN)/python -u -m tests.bench

bench-forecast: .venv/checks ## Measure the estimates again, and write them into docs/estimates.md
	@$(BIN)/python -m tests.bench.forecast

bench-alerts: .venv/checks ## Measure false and late alerts again, and write them into docs/alerts.md
	@$(BIN)/python -m tests.bench.alerts

bench-best-time: .venv/checks ## Measure how often hours are named, and write it into docs/best-time.md
	@$(BIN)/python -m tests.bench.best_time

lint: .venv/checks ## Look: style, types, templates, sentences, who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/djlint --lint --quiet --profile=django dashboard/templates
	@$(BIN)/python -m tests.messages
	@ENV_FILE=/dev/null SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		TIME_ZONE=UTC CALLFIRE_API_LOGIN=login CALLFIRE_API_PASSWORD=password \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

messages: .venv/checks ## Take the sentences of code and templates into locale/, and compile them
	@$(BIN)/python -m tests.messages --write

audit: .venv/checks ## Look for known vulnerabilities in what is installed
	@$(BIN)/python -m tests.audit

format: .venv/checks ## Mend what lint can mend by itself
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

check: lint audit test ## Lint, audit and test

screenshots: .venv/checks ## Render the pictures of the documents from the demo
	@$(BIN)/python -m tests.browser.screenshots

lighthouse: .venv/checks ## Lighthouse's scores and the bytes of the demo's pages: three runs each
	@$(BIN)/python -u -m tests.web.lighthouse

lighthouse-ci: .venv/checks ## The same, one run each, without the performance of this machine
	@$(BIN)/python -u -m tests.web.lighthouse --ci

image: ## Build the image that compose.yaml runs, where a Docker engine and a registry are reached
	@docker version --format '{{.Server.Version}}' >/dev/null 2>&1 || \
		{ echo "Not built: no Docker engine answers on this machine."; exit 1; }
	@docker build --tag broadcast-stats . || \
		{ echo "Not built: see above. The base image comes from a registry of images."; exit 1; }

lock: .venv/checks ## Pin the dependencies of pyproject.toml anew, with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --extra dev --constraints requirements.txt --output-file requirements-dev.txt

.env: ## A settings file with a fresh secret key, from .env.example
	@umask 077; key=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))'); \
		sed -e "s/^SECRET_KEY=$$/SECRET_KEY=$$key/" -e 's/^HTTPS=$$/HTTPS=false/' .env.example > .env
	@echo "Wrote .env with a fresh SECRET_KEY, for plain http on loopback."

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.venv/runs: requirements.txt | .venv/bin/python
	@echo "Installing what runs the site …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

.venv/checks: requirements-dev.txt | .venv/bin/python
	@echo "Installing what checks the site …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/runs
