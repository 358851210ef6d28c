"""How fast the product is beside the least that Django, PostgreSQL and XlsxWriter can cost on the same machine.

    python -m bench

Starts a throw-away PostgreSQL, fills it, serves the product with production settings and prints one line a figure.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import HOST
from tests.services import install_missing, postgres


def main() -> int:
    install_missing()
    with tempfile.TemporaryDirectory(prefix="coworking-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres(folder, durable=True) as database_url:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "bench.settings",
                "EMBEDDED": "false",
                "DATA_DIR": f"{folder}/data",
                "DATABASE_URL": database_url,
                # Asked for by a production start; nothing measured here sends to either.
                "REDIS_URL": "redis://127.0.0.1",
                "EMAIL_URL": "smtp://127.0.0.1",
                "SECRET_KEY": secrets.token_urlsafe(50),
                "SITE_URL": f"https://{HOST}",
                "ALLOWED_HOSTS": HOST,
                "TRUSTED_PROXY_COUNT": "1",
                "LOG_LEVEL": "WARNING",
            }
            command = [sys.executable, "-m", "django", "measure"]
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
