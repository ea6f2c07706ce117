"""One settings module for every installation; what differs comes from the environment (see docs/operators.md)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env

BASE_DIR = env.BASE_DIR
VAR = env.VAR
TESTING = bool({"pytest", "mypy"} & sys.modules.keys())
DEBUG = env.flag("GROUNDWORK_DEBUG")

SECRET_KEY = env.text("SECRET_KEY", "only-for-tests-never-served" if TESTING else "")
AUDIT_KEY = env.text("AUDIT_KEY", "only-for-tests-never-served" if TESTING else "")
if not SECRET_KEY or not AUDIT_KEY:
    raise ImproperlyConfigured("SECRET_KEY and AUDIT_KEY are not set: `./dev secrets` generates them into secrets.env")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" + (",testserver" if TESTING else ""))
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "core",
    "accounts",
    "projects",
    "annotation",
    "qa",
    "delivery",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.ContentSecurityPolicy",
    "core.once.OncePerRequest",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SessionIdle",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR / 'groundwork.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
    }
}

# --- People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": env.text("LOGIN_FAILED_LIMIT", "10/m/ip,5/5m/key"),
}
MFA_ADAPTER = "accounts.adapter.EncryptedSecrets"
MFA_TOTP_ISSUER = "Groundwork"
# One period either way: the clocks of telephones differ.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS: dict[str, str] = {}
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.ScryptPasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", 2 * 3600)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Sign-in attempts are counted by the address that the proxy saw.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail -------------------------------------------------------------------------------------------------------
# Without EMAIL_HOST nothing is mailed: links are shown to be passed on, and nobody is told while away.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_PORT = env.number("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Groundwork <groundwork@localhost>")

# --- Files ------------------------------------------------------------------------------------------------------
STORAGE_URL = env.text("STORAGE_URL", f"file://{VAR / 'storage'}")
STORAGES = {
    "default": {"BACKEND": "core.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
FRONTEND_DIST = Path(env.text("FRONTEND_DIST", str(BASE_DIR / "frontend" / "dist")))
WHITENOISE_ROOT = FRONTEND_DIST if FRONTEND_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = False
# A front proxy that answers X-Accel-Redirect serves media by itself; empty means Django streams it.
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX")
MEDIA_URL_SECONDS = env.number("MEDIA_URL_SECONDS", 3600)
DELIVERY_URL_SECONDS = env.number("DELIVERY_URL_SECONDS", 900)
# Folders of the server from which managers may import; nothing else is reachable.
IMPORT_ROOTS = env.words("IMPORT_ROOTS", f"{VAR / 'import'},{BASE_DIR / 'demo'}")
# S3 prefixes from which managers may import: s3://bucket/prefix?endpoint=https://host&region=... The endpoint and the
# credentials are the operator's, so a manager names only what lies below.
IMPORT_S3_PREFIXES = env.words("IMPORT_S3_PREFIXES")
# Hosts (host or host:port) of model servers and S3 endpoints that may lie in a private network.
PRIVATE_HOSTS = env.words("PRIVATE_HOSTS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
IMPORT_MAX_FILE_BYTES = env.number("IMPORT_MAX_FILE_BYTES", 16 * 1024**3)
# What models that answer prompts have read of pictures; the longest unused goes first.
EMBEDDINGS_MAX_BYTES = env.number("EMBEDDINGS_MAX_BYTES", 2 * 1024**3)
# Of one image. What a modality can take is the other limit: 250 million for the frames of a video.
IMPORT_MAX_PIXELS = env.number("IMPORT_MAX_PIXELS", 10_000_000_000)

# --- Jobs -------------------------------------------------------------------------------------------------------
BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL or "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    for folder in ("queue", "processed", "control"):
        (BROKER_FOLDER / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.05,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 7200}
CELERY_VISIBILITY_TIMEOUT = 7200
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
JOB_QUEUES = ("default", "media", "models", "export")
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "seal-audit": {"task": "core.seal_audit", "schedule": 10.0},
    "reconcile-jobs": {"task": "core.reconcile_jobs", "schedule": 30.0},
    "worker-heartbeat": {"task": "core.heartbeat", "schedule": 15.0},
    "release-expired-leases": {
        "task": "projects.release_expired_leases",
        "schedule": 60.0,
    },
    "send-mail": {"task": "accounts.send_mail", "schedule": 60.0},
    "drop-stale-uploads": {"task": "projects.drop_stale_uploads", "schedule": 3600.0},
}

# --- Logs -------------------------------------------------------------------------------------------------------
# Django alone would send the trace of an error by mail, and otherwise nowhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Who asks for what is not there, or not theirs, is no trouble of the installation.
        "django.request": {"level": "WARNING" if TESTING else "ERROR"},
    },
}

# --- API --------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.Session",
        "accounts.authentication.PersonalToken",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Groundwork",
    "DESCRIPTION": "Everything the browser does. Sign in by session cookie or send `Authorization: Bearer <token>`.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Several things have a state, a role, a type or a severity; the browser's types want a name for each.
    "ENUM_NAME_OVERRIDES": {
        "OrganisationRoleEnum": "accounts.models.organisation.Membership.Role",
        "OrganisationKindEnum": "accounts.models.organisation.Organisation.Kind",
        "InvitationStateEnum": ["open", "accepted", "revoked", "expired"],
        "LetterStateEnum": "accounts.models.letter.Letter.State",
        "JobStateEnum": "core.models.job.Job.State",
        "ProjectStateEnum": "projects.models.project.Project.State",
        "ProjectRoleEnum": "projects.models.participant.Participant.Role",
        "BatchStateEnum": "projects.models.batch.Batch.State",
        "TaskStateEnum": "projects.models.task.Task.State",
        "ModelStateEnum": "annotation.models.prelabel.PrelabelModel.State",
        "IssueStateEnum": "qa.models.issue.Issue.State",
        "IssueTypeEnum": "qa.models.issue.Issue.Type",
        "IssueSeverityEnum": "qa.models.issue.Issue.Severity",
        "FindingStateEnum": "qa.models.check.Finding.State",
        "FindingSeverityEnum": "qa.models.check.Severity",
        "SampleStateEnum": "qa.models.sample.Sample.State",
        "DeliveryStateEnum": "delivery.models.delivery.Delivery.State",
    },
}
