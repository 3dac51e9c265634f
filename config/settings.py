"""One settings file; what varies comes from the environment (.env.example lists it).

Defaults are the safe ones: a missing secret stops the start with a sentence.
"""

from datetime import date
from pathlib import Path

import environ

from config import safety

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", False)
# The demo and the tests: example data, a day that may be set.
DEMO = env.bool("DEMO", DEBUG)
SECRET_KEY = env("SECRET_KEY")
# Keys of the sealed fields, newest first: base64 of 32 random bytes each.
SEALING_KEYS = env.list("SEALING_KEYS")
# The key of the search hashes, which does not rotate; unless set, the oldest above.
SEARCH_KEY = env("SEARCH_KEY", default="")
# Without the mint key nobody can be signed in (accounts/mint.py); the pepper keys every
# password before it is hashed: with another one no password is right.
MINT_KEY = env("MINT_KEY", default="mint:" + SECRET_KEY)
PASSWORD_PEPPER = (
    env("PASSWORD_PEPPER", default="pepper:" + SECRET_KEY)
    if DEMO
    else env("PASSWORD_PEPPER")
)
# Of argon2id: KiB of memory, passes, lanes.
PASSWORD_COST = "65536,2,1"  # noqa: S105
# Whose X-Forwarded-For is believed: addresses or networks, "unknown" for a socket.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# The demo's people have no second factor yet.
DEMO_WITHOUT_SECOND_FACTOR = env.bool("DEMO_WITHOUT_SECOND_FACTOR", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

TODAY = date.fromisoformat(env("TODAY")) if env("TODAY", default="") else None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "import_export",
    "areas",
    "accounts",
    "victims",
    "support_regimes",
    "livelihoods",
    "reporting",
    "operation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # no database behind these two
    "accounts.headers.Headers",
    "accounts.requests.Asking",  # from here on the request is one transaction
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.gates.Unlocked",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.gates.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.submissions.Once",  # the same form twice is one record
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# What the nightly commands keep, and for whom: a public key; the private one is on paper.
BACKUP_PUBLIC_KEY = env("BACKUP_PUBLIC_KEY", default="")
BACKUP_DIRECTORY = env("BACKUP_DIRECTORY", default="")
# The heads of the trail, on a medium that this server cannot rewrite.
TRAIL_ANCHORS = env("TRAIL_ANCHORS", default="")

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
                "accounts.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A database that is away is noticed within seconds, and the page says so.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=3, tcp_user_timeout=4_000, keepalives_idle=30
)
# Compiling a statement takes longer than running it: row policies make it look costly.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DB", default=None)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.LongEnough"},
    {"NAME": "accounts.validators.NotOneself"},
    {"NAME": "accounts.validators.NoPlacesOrCommonWords"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "sessionid" if DEMO else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrftoken"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEMO:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / ".var" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["accounts.uploads.InMemory"]  # never on a disk

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"no values": {"()": "accounts.logs.NoValues"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "no values"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    },
}

safety.refuse(globals())
