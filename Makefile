# make run and make test; the rest is for those who work on the code.
PY = .venv/bin/python
SHELL = /bin/bash
# Settings of an installation with servers, none of which is asked for anything.
AS_IN_PRODUCTION = EMBEDDED=false DATABASE_URL=postgres://nobody@127.0.0.1/none REDIS_URL=redis://127.0.0.1 \
	SECRET_KEY=$$(head -c 50 /dev/urandom | base64 -w0) SITE_URL=https://coworking.example \
	ALLOWED_HOSTS=coworking.example TRUSTED_PROXY_COUNT=1 EMAIL_URL=smtp://127.0.0.1
.PHONY: run setup lint format test test-services bench words lock

run: setup
	@$(PY) manage.py run_embedded --with-parent

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
	.venv/bin/djlint --lint --quiet templates
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(PY) manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

format: setup
	.venv/bin/ruff check --quiet --fix .
	.venv/bin/ruff format .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true

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
	.venv/bin/uv pip compile --quiet --no-emit-index-url --no-header --generate-hashes --universal --python-version 3.11 --extra s3 pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile --quiet --no-emit-index-url --no-header --generate-hashes --universal --python-version 3.11 --extra s3 --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
