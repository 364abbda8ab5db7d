"""The one settings file. What differs between houses comes from the environment; docs/operations.md lists it."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.conf import locale
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit import embedded

PACKAGE = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


DEMO = flag("LOTSENHAUS_DEMO")
DEBUG = flag("LOTSENHAUS_DEBUG")
TESTING = flag("LOTSENHAUS_TESTING")
LOCAL = DEMO or DEBUG or TESTING

DATA_DIR = embedded.data_folder()

SECRET_KEY = os.environ.get("LOTSENHAUS_SECRET_KEY") or ("only-for-demo-and-tests" * 3 if LOCAL else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("LOTSENHAUS_SECRET_KEY is not set. Create one with: lotsenhaus new-secret")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("LOTSENHAUS_OLD_SECRET_KEYS", "").split(",") if key]

PUBLIC_URL = os.environ.get("LOTSENHAUS_PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = [h for h in os.environ.get("LOTSENHAUS_HOSTS", "").split(",") if h] or (["*"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    # Our templates stand before those of the libraries.
    "lotsenhaus.kit",
    "lotsenhaus.accounts",
    "lotsenhaus.centers",
    "lotsenhaus.documents",
    "lotsenhaus.outbox",
    "lotsenhaus.network",
    "lotsenhaus.finance",
    "lotsenhaus.mediation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "template_partials",
    "django.forms",  # its widgets, for our own form renderer
]
if DEMO or TESTING:
    INSTALLED_APPS.insert(8, "lotsenhaus.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lotsenhaus.centers.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lotsenhaus.centers.middleware.without_nul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lotsenhaus.centers.middleware.own_language",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lotsenhaus.centers.middleware.idle",
    "lotsenhaus.centers.middleware.access",
]

ROOT_URLCONF = "lotsenhaus.config.urls"
WSGI_APPLICATION = "lotsenhaus.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lotsenhaus.config.navigation.house",
            ],
            "builtins": [
                "lotsenhaus.kit.templatetags.words",
                "lotsenhaus.kit.templatetags.kit",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

FORM_RENDERER = "lotsenhaus.kit.forms.Renderer"


def external_database(url: str) -> dict[str, object]:
    """DATABASE_URL (postgresql://user:password@host:port/name) as Django wants it."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// – Lotsenhaus runs on PostgreSQL only.")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


# Serve, worker and tests give up the owner's rights, so that row-level security binds them; migrate, backup and
# restore keep them (LOTSENHAUS_AS_OWNER=1, set by the commands themselves).
APP_ROLE = "lotsenhaus_app"
AS_OWNER = flag("LOTSENHAUS_AS_OWNER")

_url = os.environ.get("DATABASE_URL")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **(external_database(_url) if _url else embedded.connection_settings(DATA_DIR / "postgres")),
        "CONN_MAX_AGE": 0 if TESTING else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {} if AS_OWNER else {"assume_role": APP_ROLE},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        # Sign-in limits live here: never thrown out before their time to make room (the default is 300 entries).
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# --- people who sign in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "lotsenhaus.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "lotsenhaus.accounts.adapters.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are proved by the invitation link or the sign-in code
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Guesses are limited by the address they come from; by account only so late that a stranger locks nobody out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,60/h/key"}
ACCOUNT_FORMS = {"reset_password_from_key": "lotsenhaus.accounts.adapters.NewPasswordForm"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address, the password or the list of devices changes
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
USERSESSIONS_TRACK_ACTIVITY = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_TOTP_ISSUER = "Lotsenhaus"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LOTSENHAUS_PROXIES", "0"))
SESSION_COOKIE_AGE = 8 * 3600
IDLE_MINUTES_STAFF = int(os.environ.get("LOTSENHAUS_IDLE_MINUTES", "30"))
IDLE_MINUTES_OTHERS = int(os.environ.get("LOTSENHAUS_IDLE_MINUTES_OTHERS", "240"))  # mediators and institutions

# --- headers ------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL and PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "lotsenhaus.centers.views.outages.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is for KERN's inline icons
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

# --- words and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", _("Deutsch")),
    ("en", _("Englisch")),
    ("ar", _("Arabisch")),
]
locale.LANG_INFO.setdefault(
    "ku", {"bidi": False, "code": "ku", "name": "Kurmanji", "name_local": "Kurmancî"}
)  # Django lacks it
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["lotsenhaus.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- files, mail, log ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("LOTSENHAUS_STATIC") or DATA_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
if TESTING and not DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_HOST = os.environ.get("LOTSENHAUS_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LOTSENHAUS_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LOTSENHAUS_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LOTSENHAUS_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("LOTSENHAUS_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LOTSENHAUS_MAIL_FROM", "lotsenhaus@example.org")

# Never names, addresses, tokens or query strings in a log: time, level, logger and our own words only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "lotsenhaus.kit.logs.TerseFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"without_secrets": {"()": "lotsenhaus.kit.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {
        "handlers": ["stderr"],
        "level": os.environ.get("LOTSENHAUS_LOG_LEVEL", "WARNING"),
    },
}

PROCRASTINATE_ON_APP_READY = None
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique, whatever its case (accounts.User)
