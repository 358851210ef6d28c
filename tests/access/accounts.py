"""allauth's own addresses: what a stranger and a person who has just signed in get."""

from tests.access.row import Row, everyone

OPEN = ("account_inactive", "account_password_reset_completed", "account_reset_password")
FOR_STRANGERS = ("account_login", "account_request_login_code", "account_signup")
FOR_PEOPLE = (
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
)
# Each of these leads to an earlier step: signing in, a fresh password, or the list it belongs to.
EARLIER_STEP = (
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
WITHOUT_SECOND_FACTOR = ("mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes")

ROWS: list[Row] = [
    *[Row(name, get=everyone(200, anonymous=200)) for name in OPEN],
    *[Row(name, get=everyone(302, anonymous=200)) for name in FOR_STRANGERS],
    *[Row(name, get=everyone(200)) for name in FOR_PEOPLE],
    *[
        Row(name, get={role: status for role, status in everyone(302).items() if role != "anonymous"})
        for name in EARLIER_STEP
    ],
    *[Row(name, get=everyone(404)) for name in WITHOUT_SECOND_FACTOR],
    *[Row(name, get=everyone(302), args=lambda world: (1,)) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")],
]
