"""allauth's questions answered the way an invited-only network answers them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest

from teachers.sign_in_letters import send_soon


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up unless OPEN_SIGNUP is switched on: people come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.ACCOUNT_OPEN_SIGNUP)

    def send_mail(self, template_prefix: str, email: str, context_of_letter: dict[str, Any]) -> None:
        facts = {"request": context.request, "email": email, "site_url": settings.SITE_URL}
        send_soon(self.render_mail(template_prefix, email, facts | context_of_letter))
