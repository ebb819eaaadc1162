"""Django settings. What a person can configure is read in configuration.py; the rest is fixed here."""

from csp.constants import NONCE, NONE, SELF

from labeler import configuration

BASE_DIR = configuration.BASE_DIR
CONFIG = configuration.read()

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
ALLOWED_HOSTS = CONFIG.allowed_hosts

INSTALLED_APPS = [
    "people",  # first: its commands take the place of Django's of the same name
    "labeler.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_q",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "core",
    "projects",
    "webhooks",
    "assets",
    "annotations",
    "exports",
    "labeler",
]

MIDDLEWARE = [
    "labeler.headers.middleware",
    "django.middleware.security.SecurityMiddleware",
    "labeler.https.middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "labeler.health.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.http.WithLastSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.accounts.sessions.middleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.accounts.needed_factor.Middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "labeler.deletion.late.Middleware",  # last: nearest to the view, whose failures it may tell otherwise
]

if CONFIG.access_log:
    MIDDLEWARE.insert(0, "labeler.logs.access.middleware")

ROOT_URLCONF = "labeler.urls"
WSGI_APPLICATION = "labeler.wsgi.application"

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
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------

DATABASES = {"default": configuration.django_database(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": CONFIG.cache}

# --- people ---------------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

PASSWORD_RESET_TIMEOUT = 60 * 60  # one hour (people/accounts/reset_links.py)

# Twelve hours without anybody, and the ten minutes that its note may be late (people/accounts/sessions.py).
SESSION_COOKIE_AGE = (12 * 60 + 10) * 60

OTP_TOTP_ISSUER = "Labeler"  # what the app shows beside the user name
STAFF_NEED_SECOND_FACTOR = CONFIG.staff_need_second_factor

# Who may tell from which address a request comes (people/addresses.py).
TRUSTED_PROXIES = CONFIG.trusted_proxies
X_ACCEL = CONFIG.x_accel
# What webhooks may be sent to although not everybody can reach it.
WEBHOOK_NETWORKS = CONFIG.webhook_networks

# --- security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY: dict[str, dict[str, list]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
if CONFIG.bucket:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(CONFIG.bucket.origin)

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# What is said once lies in the session: a cookie of its own would be one more that other hosts of a domain may set.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Where there is HTTPS, these are refused without it and not led on (https.py). The page of the API is for people.
FOR_PROGRAMS = r"^api/(?!v1/docs/)"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", FOR_PROGRAMS]
CSRF_FAILURE_VIEW = "labeler.errors.csrf_failure"

if CONFIG.https:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # With this prefix a browser takes them from this host alone, and over HTTPS (RFC 6265bis, 4.1.3.2).
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.stylesheets.SharedStyles",
]
WHITENOISE_MAX_AGE = 60

STORAGES = {
    "default": configuration.django_store(CONFIG.bucket, CONFIG.data, CONFIG.files_group),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Where versions are built before they are moved into the store.
WORK_DIR = CONFIG.data / "work"
MAX_UPLOAD_BYTES = CONFIG.max_upload_bytes
MAX_PIXELS = CONFIG.max_pixels
MAX_IMPORT_BYTES = CONFIG.max_import_bytes
MAX_IMPORT_UNPACKED_BYTES = 4 * MAX_IMPORT_BYTES
MAX_IMPORT_FILES = CONFIG.max_import_files
MAX_VIDEO_BYTES = CONFIG.max_video_bytes
MAX_VIDEO_FRAMES = CONFIG.max_video_frames
# When zips of versions are freed: that nobody asked for in so many days, and above so many bytes together. 0: never.
FREE_ZIPS_AFTER_DAYS = CONFIG.free_zips_after_days
ZIPS_ROOM = CONFIG.zips_room

FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = CONFIG.max_json_bytes  # of all that is no file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a project with many categories is one admin form

# --- programs -------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.NamedTokens",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["people.token_rate.TokenRate"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "core.api.parsers.Json",
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "core.api.document.Described",
    "EXCEPTION_HANDLER": "core.api.errors.answer_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_CALLS_PER_MINUTE = CONFIG.api_calls_per_minute
REST_KNOX = {"TOKEN_TTL": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "Labeler",
    "DESCRIPTION": "Pictures in, one answer each, numbered and hashed dataset versions out. A parameter or a key that "
    "a call does not know is refused: 400 `unknown_field`, with the name that was meant.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "AnswerStatus": "assets.states.ANSWER_CHOICES",
        "AssetStatus": "assets.states.CHOICES",
        "VideoState": "assets.models.Video.State",
        "SecondAnswerKind": "annotations.models.SecondAnswer.Kind",
        "Sampling": "assets.videos.api.SAMPLINGS",
        "UploadKind": "assets.models.Upload.Kind",
        "ImportKind": "annotations.models.Import.Kind",
        "SentImportKind": "annotations.imports.api.SENT",
        "ImportStateEnum": "core.jobs.job.State",
        "ShapeStateEnum": "exports.models.VersionShape.State",
        "DeletionState": "projects.models.DeletedProject.State",
        "MemberKind": "projects.models.Kind",
        "InvitationKind": "projects.models.Invitation.KINDS",
        "InvitationState": "projects.models.Invitation.STATES",
        "EventKind": "annotations.events.api.KINDS",
        "SplitName": "contract.v1.SPLITS",
        "JudgedSplit": "exports.versions.split_counts.JUDGED",
        "DeliveryState": "webhooks.api.STATES",
        "WebhookEvent": "webhooks.api.EVENTS",
        "DeliveryEvent": "webhooks.api.HAPPENED",
    },
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "labeler.document.completed.complete",
    ],
}

# --- jobs -----------------------------------------------------------------------------------------------------------

Q_CLUSTER = {
    "name": "labeler",
    "orm": "default",
    "broker_class": "labeler.serving.broker.OwnQueueFirst",
    "workers": 2,
    # The clock of a task starts when it is prefetched: never take more than can be worked on.
    "queue_limit": 2,
    "bulk": 1,
    "poll": 0.5,
    "timeout": 900,
    "retry": 2000,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "recycle": 200,
    "save_limit": 500,
    "log_level": "WARNING",
}
WATCHDOG_SECONDS = CONFIG.watchdog_seconds

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
FORMAT_MODULE_PATH = "labeler.formats"
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

# --- logs -----------------------------------------------------------------------------------------------------------

ACCESS_LOG = CONFIG.access_log
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "structlog.stdlib.ProcessorFormatter", "processors": "ext://labeler.logs.lines.LINE"},
    },
    "handlers": {"stderr": {"class": "labeler.logs.sums.Summed", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"labeler": {"level": "INFO"}},
}
