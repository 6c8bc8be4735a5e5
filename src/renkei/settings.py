"""Settings of renkei. Every value comes from the environment; every default is safe.

The list with meaning and default of each variable is `docs/reference/settings.md`.
A house test keeps that page and this file equal.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent
VAR = Path(env.str("RENKEI_VAR", default=str(PACKAGE.parent.parent / "var")))

DEBUG = env.bool("RENKEI_DEBUG", default=False)
# A demonstration on one machine may make up its key; an installation that serves others must keep
# one, or every restart would end all sessions. `RENKEI_DEMO` says which of the two this is.
DEMO = env.bool("RENKEI_DEMO", default=False)
SECRET_KEY = env.str("RENKEI_SECRET_KEY", default="")
if not SECRET_KEY:
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured(
            "RENKEI_SECRET_KEY is not set. Set it to a long random text that stays the same across "
            "restarts, or set RENKEI_DEMO=1 for a demonstration on this machine only."
        )
    SECRET_KEY = get_random_secret_key()
ALLOWED_HOSTS = env.list("RENKEI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "renkei.web",
    "renkei.demo",
    "renkei.programme",
    "renkei.observatory",
    "renkei.directory",
    "renkei.places",
    "renkei.paperwork",
    "renkei.journal",
    "renkei.core",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "renkei.web.middleware.public_page",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "renkei.directory.middleware.asker",
    "renkei.web.middleware.SaysWhy",
]

ROOT_URLCONF = "renkei.web.urls"
WSGI_APPLICATION = "renkei.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "renkei.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "renkei.core.templatetags.writing",
            ],
        },
    }
]

# --- data -----------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("RENKEI_DATABASE", default=f"sqlite:///{VAR / 'renkei.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With SQLite's defaults a fifth of concurrent read-then-write transactions end in "database
    # is locked"; with these none does.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
        ),
    }
else:
    # A connection to a server is kept between requests and looked at before it is used again.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Official figures that an office has loaded beside the shipped reference set.
STATISTICS = Path(env.str("RENKEI_STATISTICS", default=str(VAR / "statistics")))
# Projections that an office has computed on them.
PROJECTIONS = Path(env.str("RENKEI_PROJECTIONS", default=str(VAR / "projections")))

# Long work waits in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]

# --- language, time -------------------------------------------------------------------------

# Japanese is the source language: it needs no catalogue, English has one in every room.
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- static files ---------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# On a server files are collected once, compressed and named by their content. A demonstration, the
# tests and developers have them served straight from the rooms.
if DEBUG or DEMO:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

# --- security -------------------------------------------------------------------------------

HTTPS = env.bool("RENKEI_HTTPS", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("RENKEI_BEHIND_PROXY", default=False) else None
)
CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Whoever asks for another host is answered with 400; that is no error of this program.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": env.str("RENKEI_LOG_LEVEL", default="WARNING")},
}
