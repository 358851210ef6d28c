# Two images: `app` (web, worker, beat, migrations) and `front` (Caddy, which speaks HTTPS and sends uploaded files).

FROM python:3.11-slim-bookworm AS build
RUN python -m venv --without-pip /venv
COPY requirements.lock /
RUN pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes \
    --requirement /requirements.lock

FROM python:3.11-slim-bookworm AS app
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp coworking \
    && install --directory --owner=10001 --group=10001 /srv/media
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=coworking.settings \
    EMBEDDED=false STATIC_ROOT=/srv/static DATA_DIR=/tmp/coworking \
    AWS_REQUEST_CHECKSUM_CALCULATION=when_required AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py ./
COPY static static
COPY templates templates
COPY locale locale
COPY common common
COPY teachers teachers
COPY notifications notifications
COPY events events
COPY trajectories trajectories
COPY portfolio portfolio
COPY reports reports
COPY coworking coworking
# Collecting asks no server for anything; the words below only let the settings start.
RUN DATABASE_URL=postgres://nobody@localhost/none REDIS_URL=redis://localhost SECRET_KEY=collecting \
    SITE_URL=http://localhost ALLOWED_HOSTS=localhost EMAIL_URL=smtp://localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:coworking.web_server", "coworking.wsgi"]

FROM caddy:2-alpine AS front
RUN adduser -D -H -u 10001 coworking && mkdir -p /srv/caddy && chown 10001:10001 /srv/caddy
ENV XDG_DATA_HOME=/srv/caddy XDG_CONFIG_HOME=/tmp
COPY coworking/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
EXPOSE 8080 8443
