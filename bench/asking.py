"""How many queries a page asks at most, of all pages that a teacher opens without an argument, the week, the month
and the event page."""

from collections.abc import Iterator

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from bench.figures import Figure, within
from bench.filling import FIRST_EVENT, FIRST_TEACHER, sign_in
from bench.serving import PROXY_HEADERS
from teachers.models import User
from tests.queries import MOST, counted

CALENDAR = ("/events/?view=week", "/events/?view=month")


def measure() -> list[Figure]:
    """Asked of the filled network, as the first teacher, who hosts events; the dearest page gives the figure."""
    browser = Client(headers={name.lower(): value for name, value in PROXY_HEADERS.items()})
    sign_in(User.objects.get(pk=FIRST_TEACHER))
    browser.cookies[settings.SESSION_COOKIE_NAME] = f"bench-{FIRST_TEACHER}"
    numbers = {address: _queries(browser, address) for address in [*_pages(), *CALENDAR, f"/events/{FIRST_EVENT}/"]}
    dearest = max(numbers, key=lambda address: numbers[address])
    return [within(f"queries on the dearest page, {dearest}", numbers[dearest], MOST)]


def _queries(browser: Client, address: str) -> int:
    """0 for an answer that is no page."""
    browser.get(address, secure=True)
    with counted() as queries:
        response = browser.get(address, secure=True)
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return len(queries) if is_page else 0


def _pages() -> Iterator[str]:
    for name in _names(get_resolver()):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Everything but Django's admin, which teachers do not open."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"
