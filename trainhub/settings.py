"""TrainHub's settings. What differs between machines comes from the environment or .env (see .env.example)."""

import importlib.util
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from trainhub import environment
from trainhub.observability import chosen, log

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environment.read_file(os.environ.get("TRAINHUB_ENV_FILE"), BASE_DIR / ".env")

# Everything that running makes: database, secret key, collected static files.
VAR_DIR = environment.folder(Path(env.str("TRAINHUB_VAR", default=str(BASE_DIR / "var"))))
# Real programs, exercises and notations that tests and benchmarks read; never copied in.
SHARED_DATA = Path(env.str("TRAINHUB_SHARED_DATA", default=str(BASE_DIR.parent / "shared" / "data")))

DEBUG = chosen.yes("DEBUG")
# not through env, for which a value that starts with "$" names another variable
SECRET_KEY = os.environ.get("SECRET_KEY") or environment.stored_secret(VAR_DIR / "secret_key")
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/")
ALLOWED_HOSTS = environment.allowed_hosts(
    env.list("ALLOWED_HOSTS", default=[]), PUBLIC_URL, env.str("HOST", default="127.0.0.1")
)

# --- What it is made of -------------------------------------------------------

INSTALLED_APPS = [
    "core",
    "accounts",
    "exercises",
    "sessions_app",
    "programs",
    "trainhub",
    "trainhub.admin_config.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "trainhub.observability.requests.RequestLog",
    # these three first, so that what any other answers, a way to https too, has their headers
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "trainhub.middleware.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, whose files are compressed. What a stranger could guess from a page's size (BREACH) is kept by
    # a token that differs each time, a length that does, and a cookie that other sites' requests do not carry.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",  # asks nothing before somebody asks it
    "trainhub.middleware.InputGuard",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "trainhub.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PendingSignInMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "trainhub.middleware.Htmx",
    "trainhub.middleware.ConflictPage",
]

ROOT_URLCONF = "trainhub.urls"
WSGI_APPLICATION = "trainhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # Django caches the loaders unless DEBUG
        "OPTIONS": {
            "builtins": ["core.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # its templates, for the renderer above; ours come first
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data ---------------------------------------------------------------------

REPLICA_URL = os.environ.get("REPLICA_URL", "")
DATABASES = environment.databases(os.environ.get("DATABASE_URL", ""), REPLICA_URL, VAR_DIR / "trainhub.sqlite3")
if REPLICA_URL:
    MIDDLEWARE = environment.reading_from_replica(MIDDLEWARE)
# Shared by every process, for the rate limits: Redis or Valkey where CACHE_URL names one, else a table of the database.
CACHES = environment.caches(env.str("CACHE_URL", default=""))

# A program of 52 weeks posted as text is under 1 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- People -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # emails are unique, by their key: the constraint user_email_once
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["trainhub.hashers.OwaspArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.entrance_forms.LoginForm",
    "signup": "accounts.entrance_forms.SignupForm",
    "change_password": "accounts.entrance_forms.ChangePasswordForm",
    "set_password": "accounts.entrance_forms.SetPasswordForm",
    "reset_password": "accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance_forms.ResetPasswordKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# A code and not a link: it is read on the phone and typed on the laptop, and nobody opens a stranger's account by a
# careless click on a letter. Both times are one, so that a pretended sign-up ends when a real one does.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 60 * 30
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/profile/"  # where one began to change it
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for another address: it can reset the password
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# How often: per address typed (key), per person signed in (user), per network address (ip). A gym shares one address.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "120/m/ip",
    "login_failed": "20/15m/key",  # wrong passwords on one account, from wherever
    "login_failed_network": "200/15m/ip",
    "signup": "40/m/ip,200/h/ip",
    "confirm_email": "1/10s/key,10/h/key",  # letters with a code
    "reset_password": "40/m/ip,200/h/ip,5/15m/key",
    "reset_password_from_key": "40/m/ip",
    "change_password": "5/m/user,20/15m/user",
    "manage_email": "10/m/user,30/h/user",
    "reauthenticate": "10/m/user,20/15m/user",
}

# Second factors: an authenticator app, passkeys, recovery codes.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.factors.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.factor_forms.ActivateAppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.factor_forms.RenamePasskeyForm",
    "login_webauthn": "accounts.factor_forms.LoginPasskeyForm",
    "authenticate_webauthn": "accounts.factor_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "accounts.factor_forms.ReauthenticatePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "TrainHub"
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for clocks and slow fingers; a code still opens once
MFA_RATE_LIMITS = {
    "passkey_asked_for": "120/m/ip",
    "webauthn_login": "120/m/ip",  # as for passwords; there is nothing to guess
    "code": "10/h/key",  # wrong codes of one person: three in a million are right at any time
}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter after each change of password, address or second factor

# Mail goes to the terminal until EMAIL_URL names a server (smtp+tls://user:password@host:587).
vars().update(environment.mail(os.environ.get("EMAIL_URL", "")))  # as SECRET_KEY: a password may begin with "$"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or environment.sender(PUBLIC_URL)

# --- Safety -------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "trainhub.views.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True  # forms carry the token, and htmx reads it from the page
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

if PUBLIC_URL:
    CSRF_TRUSTED_ORIGINS = [environment.origin(PUBLIC_URL)]
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # By this prefix browsers hold them to this host and to TLS: no host beside it can set one in their place.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Only where a proxy sets its headers itself: anyone else could claim to have come by https, or from elsewhere.
TRUST_PROXY = chosen.yes("TRUST_PROXY")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_PROXY)  # the last address in X-Forwarded-For is the one that the proxy saw
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = PUBLIC_URL.startswith("https://")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]  # asked from beside the proxy
# Django knows its own middlewares by name, and ours are made of them: trainhub.checks asks in its place. The rest of
# them is the proxy's (W008: without TRUST_PROXY only it knows what came by https) or the domain's owner's to decide
# (W005, W021: whether all names below and beside this one speak https, for good).
SILENCED_SYSTEM_CHECKS += ["security.W001", "security.W005", "security.W008", "security.W021"]

# --- Language and time ----------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

# --- Static files -----------------------------------------------------------------


def _package_folder(package: str, *parts: str) -> Path:
    """A folder inside an installed package that is not one of our Django apps."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{package} is not installed: run make install")
    return Path(spec.origin).parent.joinpath(*parts)


BUILD_DIR = environment.folder(VAR_DIR / "build")  # fonts cut by tools/fonts.py
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BUILD_DIR, _package_folder("django_include_bootstrap", "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "trainhub.static_files.BundledStorage"
        )
    },
}

WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page needs our files
# A name that is not in the manifest is a mistake that tests find; in service it is served unhashed, not as a 500.
WHITENOISE_MANIFEST_STRICT = False

# --- Observability: docs/observability.md ----------------------------------------------

LOGGING = log.config(
    chosen.log_format(),
    chosen.log_level(),
    **{
        "django": {"level": chosen.log_level()},
        # Refused input answers with a page; it is not worth a line each time.
        "django.request": {"level": "ERROR"},
        # A stranger's Host header is theirs to fix: it is refused, not worth a line each time.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        **dict.fromkeys(
            # So is a body too large to read, with a page of its own and no need of a traceback.
            [f"django.security.{name}" for name in ("RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")],
            {"handlers": [], "level": "CRITICAL", "propagate": False},
        ),
        "trainhub.security": {"level": "INFO" if chosen.log_requests() else "WARNING"},
        "trainhub.request": {"level": "INFO" if chosen.log_requests() else "CRITICAL"},
    },
)
SLOW_QUERY_MS = chosen.number("SLOW_QUERY_MS", 200)
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # without one nothing is counted, and /metrics is not there
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
SENTRY_ENVIRONMENT = os.environ.get("SENTRY_ENVIRONMENT") or "production"
SENTRY_TRACES_SAMPLE_RATE = chosen.number("SENTRY_TRACES_SAMPLE_RATE", 0, most=1)
