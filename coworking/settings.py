"""One settings file for every installation; everything that differs comes from the environment.

Without DATABASE_URL the installation is *embedded*: SQLite, a file-based task queue and a mailbox in DATA_DIR,
so that `make run` needs no server. With it, everything that has no safe default must be said: half of a
configuration stops the start. The README's table lists the variables.
"""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coworking.environment import env_bool, env_int, env_list, env_site_url, kept_secret_key, require_variables
from coworking.logs import is_news, tell_refusals_briefly
from coworking.storage import media_storage

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")

EMBEDDED = env_bool("EMBEDDED", default=not os.environ.get("DATABASE_URL"))
DEBUG = env_bool("DEBUG", default=False)

if not EMBEDDED:
    require_variables("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL")
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(DATA_DIR / "secret_key")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", default=[])
# The address people reach the installation at; letters and calendars are written outside any request.
SITE_URL = env_site_url(default=f"http://localhost:{env_int('PORT', default=8000)}")
HTTPS = SITE_URL.startswith("https://")
# Proxies in front whose word on the visitor's address and on HTTPS is believed.
TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", default=0)
if HTTPS and not TRUSTED_PROXY_COUNT:
    raise ImproperlyConfigured("SITE_URL is https, so a proxy stands in front of us: set TRUSTED_PROXY_COUNT to 1.")

INSTALLED_APPS = [
    "coworking.apps.CoworkingConfig",
    "reports",
    "portfolio",
    "trajectories",
    "events",
    "notifications",
    "teachers",
    "common",
    "coworking.admin_site.CoworkingAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_linear_migrations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "teachers.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "common.busy.BusyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.htmx.VaryOnHtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "coworking.urls"
WSGI_APPLICATION = "coworking.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coworking.mailbox.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "common.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Data -----------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": environ.Env.db_url_config(os.environ["DATABASE_URL"])}
else:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Three round trips for every drop-down list of a form otherwise; and PgBouncer could not stand in between.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # A frozen holder of a lock costs the others a «try again» within 4 s, never a hang: whoever queues for a row
        # waits twice, for their turn and then for the holder.
        "OPTIONS": {"options": "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits must be shared by all web processes and survive a frozen broker: the database holds them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # A few hundred, as Django has it, would let a flood of strangers push somebody's limit out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or DATA_DIR / "media")
# The web server that sends uploaded files itself (X-Accel-Redirect) once we have said that the person may see them.
MEDIA_ACCEL_PREFIX = os.environ.get("MEDIA_ACCEL_PREFIX", "")
FILE_UPLOAD_PERMISSIONS = 0o640
# No file on the site may be larger than common.upload_limits says; the first handler counts.
FILE_UPLOAD_HANDLERS = [
    "common.upload_limits.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA_DIR / "static")
if EMBEDDED:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": media_storage(os.environ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_KEEP_ONLY_HASHED_FILES = not EMBEDDED

# --- People and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teachers.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "teachers.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "teachers.forms.signing_up.NamesForm"
ACCOUNT_FORMS = {
    "signup": "teachers.forms.passwords.SignupForm",
    "set_password": "teachers.forms.passwords.FirstPasswordForm",
    "change_password": "teachers.forms.passwords.ChangePasswordForm",
    "reset_password_from_key": "teachers.forms.passwords.NewPasswordForm",
    "request_login_code": "teachers.forms.signing_in.LoginCodeForm",
    "reset_password": "teachers.forms.signing_in.ResetPasswordForm",
    "confirm_login_code": "teachers.forms.signing_in.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "teachers.forms.signing_in.ConfirmPasswordResetCodeForm",
    "confirm_email_verification_code": "teachers.forms.signing_in.ConfirmEmailVerificationCodeForm",
}
ACCOUNT_OPEN_SIGNUP = env_bool("OPEN_SIGNUP", default=False)
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Eight digits: a Russian keyboard has no Latin letters. Three tries each; a slow mailbox gets its quarter of an hour.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True  # one address a person: the one they sign in with
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# A whole kindergarten stands behind one address, often in one room at its first meeting.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key", "invitation": "60/10m/ip"}
MFA_FORMS = {
    "add_webauthn": "teachers.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "teachers.forms.passkeys.RenamePasskeyForm",
}
MFA_ADAPTER = "teachers.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Methodical Coworking"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Moscow"
USE_TZ = True
FORMAT_MODULE_PATH = "coworking.formats"

# --- Letters and tasks ----------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "Методический коворкинг <coworking@localhost>"
if os.environ.get("EMAIL_URL"):
    vars().update(environ.Env.email_url_config(os.environ["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
# Letters of an embedded installation are kept in files and can be read at /dev/mail/.
MAILBOX_IN_BROWSER = EMBEDDED and not os.environ.get("EMAIL_URL")

QUEUE_DIR = DATA_DIR / "queue"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int]
CELERY_BROKER_URL = os.environ.get("REDIS_URL") or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
if CELERY_BROKER_URL.startswith("filesystem:"):
    for folder in ("messages", "processed", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
    }
else:
    # A worker that dies gives its task back after this many seconds; the sweep is idempotent.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 120, "socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "notifications.tasks.sweep", "schedule": 5.0, "options": {"expires": 30}},
    "seats": {"task": "events.tasks.keep_seats", "schedule": 60.0, "options": {"expires": 60}},
    "closing": {"task": "events.tasks.close_marked", "schedule": 300.0, "options": {"expires": 300}},
    "forget": {"task": "teachers.tasks.forget_staff_files", "schedule": 3600.0, "options": {"expires": 1800}},
    "reindex": {"task": "events.tasks.reindex", "schedule": crontab(hour="23", minute="30")},
}

# --- Safety ---------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
if HTTPS:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    # Container health checks reach the web process over plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "news": {"()": "django.utils.log.CallbackFilter", "callback": is_news},
        "brief": {"()": "django.utils.log.CallbackFilter", "callback": tell_refusals_briefly},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["news", "brief"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # HTTP clients write whole addresses, secrets included, at INFO.
    "loggers": {name: {"level": "WARNING"} for name in ("httpx", "celery.beat", "celery.app.trace")},
}
