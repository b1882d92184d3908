"""The one settings file. Everything that differs between machines comes from the environment.

UMENTO_MODE is `production` (the default, refuses unsafe values), `demo` (`bin/demo`) or `test` (pytest).
UMENTO_ROLE is the database role of this process: `web` (default), `worker` or `owner` (migrations only).
The table of all variables is in docs/operations.md.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = env.choice("UMENTO_MODE", ("production", "demo", "test"), "production")
ROLE = env.choice("UMENTO_ROLE", ("web", "worker", "owner"), "web")
PRODUCTION, DEMO, TEST = MODE == "production", MODE == "demo", MODE == "test"


def unless_production(default: str) -> str | None:
    return None if PRODUCTION else default


DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", unless_production("for-demo-and-tests-only-" + "umento-" * 6))
# Private texts of the two in a tandem: the first key seals, all of them open.
SEALING_KEYS = env.items(
    "SEALING_KEYS", unless_production("for-demo-and-tests-only-sealing-" + "umento-" * 6)
)
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", unless_production("http://localhost:8000")).rstrip("/")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", urlsplit(PUBLIC_BASE_URL).hostname or "") + (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
REDIS_URL = env.text("REDIS_URL", unless_production("redis://127.0.0.1:6379/0"))

# Database: three login roles; a process knows only the URL of the one it uses.

DATABASE_ROLE_OWNER = "umento_owner"
DATABASE_ROLE_WEB = "umento_web"
DATABASE_ROLE_WORKER = "umento_worker"
DATABASE_VARIABLE = {
    "web": "DATABASE_URL",
    "worker": "DATABASE_WORKER_URL",
    "owner": "DATABASE_OWNER_URL",
}[ROLE]
DATABASES = {
    "default": env.database(
        DATABASE_VARIABLE, unless_production(f"postgresql://umento_{ROLE}@127.0.0.1:5432/umento")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if PRODUCTION:
    from config import refusals

    refusals.check(globals())

# Applications

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "lucide",
    "ui",
    "tenancy",
    "mail",
    "accounts",
    "programs",
    "agreements",
    "matching",
    "sessions",
    "feedback",
    "reports",
    "website",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
    "accounts.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "django.template.context_processors.i18n",
                "ui.context.page",
                "accounts.context.member",
                "programs.context.sidebar",
            ],
        },
    }
]

FORM_RENDERER = "ui.forms.Renderer"

# Language and time

LANGUAGE_CODE = "de"
LANG_INFO["de-du"] = {"bidi": False, "code": "de-du", "name": "German (Du)", "name_local": "Deutsch (Du)"}
LANGUAGES = [("de", "Deutsch"), ("de-du", "Deutsch (Du)"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
CLOCK = "config.demo_clock.now" if DEMO else "tenancy.clock.system_now"
if DEMO:
    DEMO_FOLDER = Path(env.text("UMENTO_DATA", str(BASE_DIR / "var" / "demo")))

# Sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
if TEST:  # the real hasher is slow on purpose
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "accounts:after_login"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 2 * 3600
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
# allauth looks people up by the normalised address; its own table of addresses stays empty.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email_norm"
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever has a sign-in came by a link from their mail
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    # Three guesses a code, six codes an hour: 18 of a million.
    "request_login_code": "20/m/ip,6/h/key",
    "reset_password": "20/m/ip,6/h/key",
    "login_failed": "20/m/ip,5/5m/key",
    "demo_book": "30/h/ip,6/h/key",
    # A whole house may stand behind one address, and read the link in one meeting.
    "join_ask": "600/h/ip,6/h/key",
    "nominate": "10/h/key",
    "message_test": "10/10m/key",
}
ACCOUNT_FORMS = {
    "login": "accounts.signin_forms.LoginForm",
    "request_login_code": "accounts.signin_forms.RequestCodeForm",
    "confirm_login_code": "accounts.signin_forms.ConfirmCodeForm",
    "reset_password": "accounts.signin_forms.RequestResetForm",
    "reset_password_from_key": "accounts.signin_forms.ResetForm",
    "change_password": "accounts.signin_forms.ChangePasswordForm",
    "set_password": "accounts.signin_forms.SetPasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Security headers and cookies

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail

for _name, _value in env.mail_server("EMAIL_URL", unless_production("smtp://127.0.0.1:2525")).items():
    globals()[_name] = _value
EMAIL_TIMEOUT = 20
# How long a worker has for one mail; only the measurements under fire wait for less.
MAIL_LEASE = timedelta(seconds=env.integer("MAIL_LEASE_SECONDS", 120) if DEMO else 120)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", unless_production("Umento <umento@localhost>"))
# Calendars answer there when somebody accepts or declines; empty: nobody reads such answers.
MAIL_REPLY_ADDRESS = env.reply_address("MAIL_REPLY_ADDRESS")

# Video rooms: the Jitsi server on which a session gets a room of its own; empty for none

JITSI_URL = env.https_base("JITSI_URL")

# Cache and Celery: one Redis that may be emptied at any time

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "umento",
    }
}
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    # kombu looks for lost tasks only every 10 x 10 s by default.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "global_keyprefix": "umento:",
    # A request rings the bell; with Redis away it must not wait for it.
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0,
}
CELERY_IMPORTS = ["config.health"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "worker-is-alive": {"task": "config.health.worker_is_alive", "schedule": 5},
    "demo-remind": {"task": "website.tasks.remind", "schedule": 5 if DEMO else 60},
    "accounts-forget": {"task": "accounts.tasks.forget", "schedule": 6 * 3600},
    "demo-forget": {"task": "website.tasks.forget", "schedule": 6 * 3600},
    "feedback-ask": {"task": "feedback.tasks.ask", "schedule": 5 if DEMO else 60},
    "feedback-bundle": {"task": "feedback.tasks.bundle", "schedule": 5 if DEMO else 60},
    "matching-compute": {"task": "matching.tasks.compute", "schedule": 5 if DEMO else 30},
    "matching-publish": {"task": "matching.tasks.publish", "schedule": 5 if DEMO else 30},
    "mail-sweep": {
        "task": "mail.tasks.sweep",
        "schedule": 5 if DEMO else 30,
        "options": {"expires": 5 if DEMO else 30},
    },
    "proposals-batch": {"task": "programs.tasks.run_batch", "schedule": 5 if DEMO else 300},
    "messages-send": {"task": "programs.tasks.send_messages", "schedule": 5 if DEMO else 60},
    "tandems-nudge": {"task": "sessions.tasks.nudge", "schedule": 5 if DEMO else 1800},
    "rosters-take": {"task": "programs.tasks.take_rosters", "schedule": 5 if DEMO else 30},
    "guard-sweep": {"task": "programs.tasks.sweep_guard", "schedule": 60 if DEMO else 6 * 3600},
    "rosters-forget": {"task": "programs.tasks.forget_rosters", "schedule": 6 * 3600},
    "programs-forget": {"task": "programs.tasks.forget_ended", "schedule": 6 * 3600},
    "joining-forget": {"task": "programs.tasks.forget_requests", "schedule": 6 * 3600},
    "booking-keys-forget": {"task": "sessions.tasks.forget_keys", "schedule": 3600},
    "session-calendars": {"task": "sessions.tasks.read_calendars", "schedule": 5 if DEMO else 60},
    "session-requests": {"task": "sessions.tasks.expire_requests", "schedule": 5 if DEMO else 60},
    "session-reminders": {"task": "sessions.tasks.remind", "schedule": 5 if DEMO else 60},
}

# Logging: everything to stderr, the process manager keeps it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # aiosmtpd writes down every line that somebody sends, addresses included.
        "mail.log": {"level": "WARNING"},
        # A wrong host name is the visitor's fault; it gets its 400 without a traceback here.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # One line per sweep every few seconds says nothing.
        **{
            name: {"level": "WARNING"}
            for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")
        },
    },
}
