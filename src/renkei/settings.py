"""Settings of renkei. Every value comes from the environment; every default is safe.

The list with meaning and default of each variable is `docs/reference/settings.md`.
A house test keeps that page and this file equal.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from renkei.directory.providers import providers_in

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
# Keys of before: what they signed and encrypted is still read.
SECRET_KEY_FALLBACKS = env.list("RENKEI_OLD_SECRET_KEYS", default=[])
ALLOWED_HOSTS = env.list("RENKEI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "renkei.web",
    "renkei.demo",
    "renkei.programme",
    "renkei.observatory",
    "renkei.opportunities",
    "renkei.directory",
    "renkei.places",
    "renkei.paperwork",
    "renkei.journal",
    "renkei.core",
    # Behind the rooms, so that its pages and letters are found in ours first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
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
    "renkei.directory.middleware.session_end",
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
                # After Django's: the same tags, quicker where nothing changes.
                "renkei.core.templatetags.steady",
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
# In the database, so that a limit holds across all worker processes; its table comes with the
# migrations of `core`. No public page asks it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Official figures that an office has loaded beside the shipped reference set.
STATISTICS = Path(env.str("RENKEI_STATISTICS", default=str(VAR / "statistics")))
# Projections that an office has computed on them.
PROJECTIONS = Path(env.str("RENKEI_PROJECTIONS", default=str(VAR / "projections")))

# What was attached to records; no web server serves this folder.
ATTACHMENTS = Path(env.str("RENKEI_ATTACHMENTS", default=str(VAR / "attachments")))
# Years that an office keeps its records, where they differ from the shipped schedule.
RETENTION = env.str("RENKEI_RETENTION", default="")

# Long work waits in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- letters and files that come and go ---------------------------------------------------------

# Links in letters lead here: what a browser says of its host may be false. A name and no number,
# for a passkey belongs to a name.
ADDRESS = env.str("RENKEI_ADDRESS", default="http://localhost:8000").rstrip("/")
# Read by Django's e-mail settings: smtp+tls://user:password@host:587, filemail:///folder, ...
# A demonstration writes its letters into files, where whoever tries it finds them.
_EMAIL = env.email_url("RENKEI_EMAIL", default="filemail://" if DEMO else "consolemail://")
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = "/" + _EMAIL["EMAIL_FILE_PATH"] if _EMAIL["EMAIL_FILE_PATH"] else VAR / "mail"
# An installation that was told no way out sends nothing, and does not claim that it did.
SENDS_EMAIL = DEMO or DEBUG or not EMAIL_BACKEND.endswith("console.EmailBackend")
EMAIL_HOST, EMAIL_PORT = _EMAIL["EMAIL_HOST"], _EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = _EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("RENKEI_EMAIL_FROM", default="renkei@localhost")

# Fonts for letters as PDF, beside those that the system has.
FONTS = env.str("RENKEI_FONTS", default="")

UPLOAD_BYTES = env.int("RENKEI_UPLOAD_MEGABYTES", default=20) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "renkei.paperwork.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Of everything in a form that is no file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["renkei.directory.sessions.Backend"]
SESSION_ENGINE = "renkei.directory.sessions"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B-4: length and known passwords; no rules of composition, no expiry.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "renkei.directory.passwords.LongEnough"},
    {"NAME": "renkei.directory.passwords.NotCommon"},
    {"NAME": "renkei.directory.passwords.NotAboutUs"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "renkei.directory.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "renkei.directory.forms.accounts.SignIn",
    "signup": "renkei.directory.forms.accounts.SignUp",
    "add_email": "renkei.directory.forms.accounts.AddEmail",
    "change_password": "renkei.directory.forms.accounts.ChangePassword",
    "set_password": "renkei.directory.forms.accounts.SetPassword",
    "reset_password": "renkei.directory.forms.accounts.AskForReset",
    "reset_password_from_key": "renkei.directory.forms.accounts.ResetPassword",
    "reauthenticate": "renkei.directory.forms.accounts.Reauthenticate",
}
MFA_ADAPTER = "renkei.directory.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "renkei"
MFA_FORMS = {
    "authenticate": "renkei.directory.forms.factors.ShowCode",
    "reauthenticate": "renkei.directory.forms.factors.ShowCodeAgain",
    "activate_totp": "renkei.directory.forms.factors.AddApplication",
    "add_webauthn": "renkei.directory.forms.factors.AddPasskey",
    "edit_webauthn": "renkei.directory.forms.factors.NamePasskey",
}
# Organisations whose people sign in at home: nothing of it is loaded where none is named.
IDENTITY_PROVIDERS = providers_in(env.str("RENKEI_OIDC", default=""))
if IDENTITY_PROVIDERS:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "renkei.directory.identity.adapter.Identities"
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "provider_class": "renkei.directory.identity.provider.OrganisationProvider"
        }
    }
# How long somebody stays signed in: staff for a working day and not without doing anything.
STAFF_SESSION_HOURS = env.int("RENKEI_STAFF_SESSION_HOURS", default=12)
STAFF_IDLE_MINUTES = env.int("RENKEI_STAFF_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

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
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
BEHIND_PROXY = env.bool("RENKEI_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# The client's address, which limits count by: the last one that our own proxy has written.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
if HTTPS:
    # A browser takes these only from this host, over HTTPS, for the whole site.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
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
    "formatters": {"line": {"()": "renkei.core.log.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Whoever asks for another host is answered with 400; that is no error of this program.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Who came in and who was refused is always written.
        "renkei.security": {"level": "INFO"},
    },
    "root": {"handlers": ["console"], "level": env.str("RENKEI_LOG_LEVEL", default="WARNING")},
}
