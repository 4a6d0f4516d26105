"""Settings, from the environment. Every variable is described in docs/guides/operator.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("WAYMARK_DATA_DIR", "var")).resolve()
DEBUG = _flag("WAYMARK_DEBUG")
DEMO = _flag("WAYMARK_DEMO")
PUBLIC_BASE_URL = os.environ.get("PUBLIC_BASE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = os.environ.get("WAYMARK_SITE_NAME", "Waymark")
BRAND_COLOUR = os.environ.get("WAYMARK_BRAND_COLOUR", "#0b5d5e")
FEEDBACK_EMAIL = os.environ.get("WAYMARK_FEEDBACK_EMAIL", "")
ORGANISATION_NAME = os.environ.get("WAYMARK_ORGANISATION_NAME", "your organisation")


def _secret_key() -> str:
    """Take the key from the environment, or keep one beside the database: made once, readable by its owner only."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL] if PUBLIC_BASE_URL.startswith("https") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "waymark.audit.apps.Config",
    "waymark.work.apps.Config",
    "waymark.notifications.apps.Config",
    "waymark.search.apps.Config",
    "waymark.organisation.apps.Config",
    "waymark.access.apps.Config",
    "waymark.frameworks.apps.Config",
    "waymark.reviews.apps.Config",
    "waymark.people.apps.Config",
    "waymark.assessments.apps.Config",
    "waymark.careers.apps.Config",
    "waymark.exchange.apps.Config",
    "waymark.reporting.apps.Config",
    "waymark.privacy.apps.Config",
    "waymark.web.apps.Config",
    "waymark.config.apps.Config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "waymark.web.base.sessions.SessionMiddleware",
    "waymark.web.base.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "waymark.web.base.middleware.NullMiddleware",
    "waymark.web.base.middleware.BusyMiddleware",
    "waymark.web.base.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "waymark.web.urls"
WSGI_APPLICATION = "waymark.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
"""Seconds for which a link to set a password, or to confirm an address, is good."""
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]

# Sign-in is allauth's flow with pages, limits and mails of ours: see docs/decisions/0008-sign-in.md.
ACCOUNT_ADAPTER = "waymark.access.models.factors.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("WAYMARK_BEHIND_PROXY") else 0
MFA_ADAPTER = "waymark.access.models.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_BASE_URL.startswith("https")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "jinja"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "waymark.web.design.environment.environment",
            "extensions": ["jinja2.ext.i18n"],
        },
    }
]


def _database() -> dict[str, Any]:
    """Use PostgreSQL when DATABASE_URL says so, else one SQLite file in the data folder."""
    if url := os.environ.get("DATABASE_URL"):
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    else:
        found = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "waymark.sqlite3")}
    options = dict(found.get("OPTIONS") or {})
    if found["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: two writers queue instead of failing halfway; WAL: readers never wait for a writer.
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;",
        }
    else:
        # Merge: the socket's host lives in OPTIONS.
        options["pool"] = {"min_size": 1, "max_size": 8} if _flag("WAYMARK_DATABASE_POOL", True) else False
        found["CONN_MAX_AGE"] = 0
    found["OPTIONS"] = options
    return found


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = os.environ.get("WAYMARK_TIME_ZONE", "Europe/London")
LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "waymark.config.formats"
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "web" / "locale"]

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
"""Empty: no mail leaves this site."""
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
NOTIFY_API_KEY = os.environ.get("WAYMARK_NOTIFY_API_KEY", "")
"""With a key and a template, mail goes by GOV.UK Notify and not by SMTP."""
NOTIFY_TEMPLATE_ID = os.environ.get("WAYMARK_NOTIFY_TEMPLATE_ID", "")
NOTIFY_BASE_URL = os.environ.get("WAYMARK_NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
if NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID:
    EMAIL_BACKEND = "waymark.adapters.notify.NotifyBackend"
DEFAULT_FROM_EMAIL = os.environ.get("WAYMARK_FROM_EMAIL", "waymark@localhost")

TASKS = {"default": {"BACKEND": os.environ.get("WAYMARK_TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}
"""What carries jobs to workers: the database, or any backend of django-tasks."""

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_ENGINE = "waymark.access.models.sessions"
SESSION_COOKIE_NAME = "waymark_session"
SESSION_COOKIE_AGE = int(float(os.environ.get("WAYMARK_SESSION_HOURS", "12")) * 60 * 60)
"""Seconds after which somebody has to sign in again, whatever they do."""
SESSION_IDLE_SECONDS = int(float(os.environ.get("WAYMARK_SESSION_IDLE_MINUTES", "60")) * 60)
"""Seconds without a request after which they have to as well."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "waymark_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "waymark.web.base.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_BASE_URL.startswith("https")
SECURE_SSL_REDIRECT = PUBLIC_BASE_URL.startswith("https") and _flag("WAYMARK_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_BASE_URL.startswith("https") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("WAYMARK_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
}

IMPORT_MAX_BYTES = 300 * 1024 * 1024
"""A framework file larger than this is refused before it is read."""

UPLOAD_MAX_BYTES = int(os.environ.get("WAYMARK_UPLOAD_MAX_MB", "50")) * 1024 * 1024
"""A framework file larger than this is refused when it is uploaded."""
IMPORTS_DIR = DATA_DIR / "imports"
"""Where uploaded framework files lie, outside everything that the site serves."""
FEED_MAX_BYTES = int(os.environ.get("WAYMARK_FEED_MAX_MB", "500")) * 1024 * 1024
"""A department's file of people larger than this is refused when it is brought."""
FEEDS_DIR = DATA_DIR / "feeds"
"""Where files of people lie until they are applied, outside everything that the site serves."""
LEVELS_DIR = DATA_DIR / "levels"
"""Where spreadsheets of levels lie until they are applied, outside everything that the site serves."""
DOCUMENTS_DIR = DATA_DIR / "documents"
"""Where versions set for reading are kept once they are made."""
EVIDENCE_MAX_BYTES = int(os.environ.get("WAYMARK_EVIDENCE_MAX_MB", "20")) * 1024 * 1024
"""A file of evidence larger than this is refused while it arrives."""
EVIDENCE_DIR = DATA_DIR / "evidence"
"""Where files of evidence lie, each under a name of its own, outside everything that the site serves."""
CLAMD = os.environ.get("WAYMARK_CLAMD", "")
"""The address of ClamAV's daemon, a socket's path or host:port; empty: files of evidence are kept unscanned."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": EVIDENCE_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
FILE_UPLOAD_HANDLERS = [
    "waymark.web.base.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FONTS_DIR = PACKAGE / "web" / "static" / "build" / "fonts"
"""Fonts for documents, put there by the build."""

AUDIT_SPOOL_DIR = DATA_DIR / "spool"
"""Where access entries wait, as lines of JSON, until they are written in a batch."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("WAYMARK_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
