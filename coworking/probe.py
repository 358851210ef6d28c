"""Whether this container's web process lives; its health check: `python -m coworking.probe` exits 0 or 1."""

import http.client
import os
import sys


def lives(port: int, host: str) -> bool:
    """Whether /healthz on `port` answers 200 to a request that names the site's own `host`."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        web.request("GET", "/healthz", headers={"Host": host})
        return web.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()


if __name__ == "__main__":
    first_host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    sys.exit(not lives(int(os.environ.get("PORT") or 8000), first_host))
