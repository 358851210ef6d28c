# make run and make test; the rest is for those who work on the code.
PY = .venv/bin/python
SHELL = /bin/bash
.PHONY: run setup lint test test-services bench words lock

run: setup
	@$(PY) manage.py run_embedded

setup: .venv/installed

.venv/installed: requirements-dev.lock
	test -x .venv/bin/python || python3 -m venv .venv
	test -x .venv/bin/uv || .venv/bin/pip install --quiet --disable-pip-version-check uv
	.venv/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements-dev.lock
	touch $@

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	EMBEDDED=false DATABASE_URL=postgres://nobody@127.0.0.1/none SECRET_KEY=$$(head -c 50 /dev/urandom | base64 -w0) \
	SITE_URL=https://coworking.example ALLOWED_HOSTS=coworking.example \
	$(PY) manage.py check --deploy --fail-level WARNING

test: setup
	$(PY) -m pytest -m "not services and not browser" -n 2
	@echo "Not run: PostgreSQL, races, Celery on Redis, browser. Run them with: make test-services"

test-services: setup
	$(PY) -m tests.services

bench: setup
	$(PY) -m bench

words: setup
	$(PY) -m tests.catalogue

lock: setup
	.venv/bin/uv pip compile --quiet --no-emit-index-url --no-header --generate-hashes --universal --python-version 3.11 pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile --quiet --no-emit-index-url --no-header --generate-hashes --universal --python-version 3.11 --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
