# make run and make test; the rest is for those who work on the code.
PY = .venv/bin/python
SHELL = /bin/bash
# Settings of an installation with servers, none of which is asked for anything.
AS_IN_PRODUCTION = EMBEDDED=false DATABASE_URL=postgres://nobody@127.0.0.1/none REDIS_URL=redis://127.0.0.1 \
	SECRET_KEY=$$(head -c 50 /dev/urandom | base64 -w0) SITE_URL=https://coworking.example \
	ALLOWED_HOSTS=coworking.example TRUSTED_PROXY_COUNT=1 EMAIL_URL=smtp://127.0.0.1
.PHONY: run setup lint test test-services bench words lock
