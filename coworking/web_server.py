"""How gunicorn serves the site: `gunicorn --config python:coworking.web_server coworking.wsgi`."""

from coworking.environment import env_bool, env_int

_embedded = env_bool("EMBEDDED", default=False)

bind = f"127.0.0.1:{env_int('PORT', default=8000)}" if _embedded else f"0.0.0.0:{env_int('PORT', default=8000)}"
worker_class = "gthread"
workers = env_int("WEB_WORKERS", default=2)
threads = env_int("WEB_THREADS", default=4)
# A worker is renewed now and then, not all of them at once.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 8 if _embedded else 20
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- memory of this machine, where gunicorn makes a file of its own
preload_app = True
loglevel = "warning" if _embedded else "info"
control_socket_disable = True
