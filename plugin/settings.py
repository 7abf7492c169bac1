"""Everything that the surroundings decide, read once at the start: all errors in one message, secrets from files.

Every variable that ends in ``_KEY``, ``_KEYS``, ``_SECRET`` or ``_URL`` may instead be given as ``…_FILE``, the path of a file
that holds it (Docker and Kubernetes secrets).
"""

from __future__ import annotations

import os
import re
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from environs import EnvError, EnvValidationError, FileAwareEnv
from marshmallow import ValidationError, validate

from connectors.redaction import remember
from plugin.drafting.model_settings import ModelSettings, ModelSettingsError

ENCRYPTION_KEYS_FILE = "encryption.keys"
SECRET_KEY_FILE = "secret.key"  # noqa: S105 -- a file's name
SHORTEST_SECRET = 32  # characters
SHORTEST_APP_SECRET = 16
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Every variable and what it is for; the README's table and the container files are held against this by tests.
VARIABLES: Mapping[str, str] = {
    "WEDERWOORD_DATA_DIR": "where the database, the keys and the files of file channels are kept (./data)",
    "WEDERWOORD_DATABASE_URL": "sqlite:///path or postgresql+psycopg://… (SQLite in the data directory)",
    "WEDERWOORD_ENCRYPTION_KEYS": "keys for stored credentials, newest first (made in the data directory)",
    "WEDERWOORD_SECRET_KEY": "signs what the desk hands to browsers (made in the data directory)",
    "WEDERWOORD_HOST": "the address the desk listens on (127.0.0.1)",
    "WEDERWOORD_PORT": "its port (8787)",
    "WEDERWOORD_PUBLIC_URL": "how people reach the desk, where that is another address than host and port",
    "WEDERWOORD_WEB_THREADS": "requests answered at once (8)",
    "WEDERWOORD_ALLOW_PRIVATE_ADDRESSES": "development only: channels inside private networks and without TLS (no)",
    "OPENAI_API_KEY": "the key of the model's server",
    "OPENAI_BASE_URL": "any OpenAI-compatible server (https://api.openai.com/v1)",
    "WEDERWOORD_MODEL": "the model that drafts; without it the built-in writer does",
    "WEDERWOORD_JUDGE": "let the model read every draft once more, as a second opinion (yes, where a model is set)",
    "WEDERWOORD_MODEL_TRIAGE": "let the model advise where triage finds nothing in particular (no)",
    "WEDERWOORD_MODEL_TIMEOUT": "seconds for one whole answer (60)",
    "WEDERWOORD_MODEL_CONCURRENCY": "calls at once in a bulk run (50)",
    "WEDERWOORD_WORKER_ID": "this worker's stable name (from the machine's name)",
    "WEDERWOORD_SYNC_EVERY": "seconds between two readings of a channel (900)",
    "WEDERWOORD_POLL_EVERY": "seconds between two looks at the queues (0.4)",
    "WEDERWOORD_LIFE_SIGN_EVERY": "seconds between two signs of life of a worker (5)",
    "WEDERWOORD_SHOPIFY_CLIENT_ID": "Shopify: the app's client id; with it and the secret Shopify is switched on",
    "WEDERWOORD_SHOPIFY_SECRET": "Shopify: the app's client secret",
    "WEDERWOORD_SHOPIFY_OLD_SECRET": "Shopify: the secret before, accepted while it is being rotated",
    "WEDERWOORD_SHOPIFY_API_VERSION": "Shopify: the version of the Admin API (2026-07)",
    "WEDERWOORD_SHOPIFY_ORDERS": "Shopify: read orders for a reply's context; needs Shopify's approval (no)",
    "WEDERWOORD_SHOPIFY_NAMES": "Shopify: ask for the name and address of a person at their first visit (no)",
    "WEDERWOORD_SHOPWARE_SECRET": "Shopware: the app's secret; with it Shopware is switched on",
    "WEDERWOORD_SHOPWARE_APP_NAME": "Shopware: the app's technical name (Wederwoord)",
    "WEDERWOORD_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR (INFO)",
    "WEDERWOORD_LOG_FORMAT": "console or json (console)",
}


class SettingsError(ValueError):
    """The surroundings cannot be used as they are; ``problems`` maps each variable to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{name}: {what}" for name, what in sorted(problems.items())))


@dataclass(frozen=True, slots=True)
class ShopifySettings:
    """The app at Shopify. What Shopify's documents left unsure for us is off until somebody switches it on."""

    client_id: str
    secret: str = field(repr=False)
    old_secret: str = field(default="", repr=False)
    api_version: str = "2026-07"
    orders: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class ShopwareSettings:
    """The app for Shopware: its secret (from the Shopware Account, or of our own making for a private app) and its name."""

    secret: str = field(repr=False)
    app_name: str = "Wederwoord"


@dataclass(frozen=True, slots=True)
class Settings:
    """Times are in seconds. Secrets are left out of ``repr``."""

    data_dir: Path
    database_url: str = field(repr=False)  # may hold a password
    encryption_keys: tuple[str, ...] = field(repr=False)  # Fernet, newest first
    secret_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8787
    public_url: str = ""  # how people reach the desk, where that is not http://host:port
    web_threads: int = 8
    allow_private_addresses: bool = False
    model: ModelSettings | None = None
    model_triage: bool = False  # a model's advice where triage finds nothing in particular
    judge: bool = True  # the model, where one is set, reads every draft once more
    worker_id: str = "worker-1"
    draft_concurrency: int = 50
    sync_every: int = 900
    poll_every: float = 0.4
    life_sign_every: float = 5.0
    log_level: str = "INFO"
    log_format: str = "console"
    shopify: ShopifySettings | None = None
    shopware: ShopwareSettings | None = None
    encryption_keys_file: Path | None = None  # set where the keys are ours to rotate

    @property
    def address(self) -> str:
        """Where the desk answers, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load(*, create_keys: bool = True) -> Settings:
    """Read the environment. Makes the data directory, and keys in it, where none are given and ``create_keys``.

    Raises SettingsError with every variable at fault.
    """
    problems = _unreadable_files()
    if problems:
        raise SettingsError(problems)
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    data_dir = env.path("WEDERWOORD_DATA_DIR", Path("data")) or Path("data")
    values: dict[str, Any] = {
        "database_url": env.str("WEDERWOORD_DATABASE_URL", "", validate=_database_url),
        "host": env.str("WEDERWOORD_HOST", "127.0.0.1"),
        "port": env.int("WEDERWOORD_PORT", 8787, validate=validate.Range(1, 65535)),
        "public_url": env.str("WEDERWOORD_PUBLIC_URL", "", validate=_web_address),
        "web_threads": env.int("WEDERWOORD_WEB_THREADS", 8, validate=validate.Range(1, 64)),
        "allow_private_addresses": env.bool("WEDERWOORD_ALLOW_PRIVATE_ADDRESSES", False),
        "model_triage": env.bool("WEDERWOORD_MODEL_TRIAGE", False),
        "judge": env.bool("WEDERWOORD_JUDGE", True),
        "worker_id": env.str("WEDERWOORD_WORKER_ID", "", validate=_worker_id) or _own_worker_id(),
        "draft_concurrency": _read_concurrency(env),
        "sync_every": env.int("WEDERWOORD_SYNC_EVERY", 900, validate=validate.Range(60, 86_400)),
        "poll_every": env.float("WEDERWOORD_POLL_EVERY", 0.4, validate=validate.Range(0.02, 60)),
        "life_sign_every": env.float("WEDERWOORD_LIFE_SIGN_EVERY", 5.0, validate=validate.Range(0.1, 300)),
        "log_level": env.str("WEDERWOORD_LOG_LEVEL", "INFO", validate=validate.OneOf(_LOG_LEVELS)),
        "log_format": env.str("WEDERWOORD_LOG_FORMAT", "console", validate=validate.OneOf(("console", "json"))),
    }
    timeout, model_env = _read_timeout(env), _read_model(env)
    encryption_keys = env.str("WEDERWOORD_ENCRYPTION_KEYS", "", validate=_fernet_keys)
    secret_key = env.str("WEDERWOORD_SECRET_KEY", "", validate=_long_enough)
    shopify_env = _read_shopify(env)
    shopware = _read_shopware(env)
    problems.update(_sealed(env))
    model = _model(model_env, timeout, values["draft_concurrency"], problems)
    shopify = _shopify(shopify_env, problems)
    if problems:
        raise SettingsError(problems)
    _make_private_directory(data_dir, make=create_keys)
    keys_file = None if encryption_keys else data_dir / ENCRYPTION_KEYS_FILE
    if keys_file is not None:
        encryption_keys = _kept(keys_file, lambda: Fernet.generate_key().decode(), _fernet_keys, make=create_keys)
    made = Settings(
        data_dir=data_dir,
        **{**values, "database_url": values["database_url"] or f"sqlite:///{data_dir / 'wederwoord.sqlite3'}"},
        encryption_keys=split_keys(encryption_keys),
        encryption_keys_file=keys_file,
        secret_key=secret_key
        or _kept(data_dir / SECRET_KEY_FILE, lambda: secrets.token_urlsafe(48), _long_enough, make=create_keys),
        model=model,
        shopify=shopify,
        shopware=shopware,
    )
    _keep_out_of_the_log(made)
    return made


def _keep_out_of_the_log(made: Settings) -> None:
    """Let the installation's own secrets be masked wherever they would be said."""
    key = made.model.api_key if made.model is not None else ""
    in_urls = [urlsplit(url).password or "" for url in (made.database_url, made.model.base_url if made.model else "")]
    of_hosts = [made.shopify.secret, made.shopify.old_secret] if made.shopify is not None else []
    of_hosts += [made.shopware.secret] if made.shopware is not None else []
    remember(made.secret_key, key, *made.encryption_keys, *in_urls, *of_hosts)


def load_model() -> ModelSettings | None:
    """The model that the environment names, if it names one; nothing else is read or made. Raises SettingsError."""
    problems = _unreadable_files()
    if problems:
        raise SettingsError(problems)
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    timeout, concurrency, given = _read_timeout(env), _read_concurrency(env), _read_model(env)
    problems = _sealed(env)
    model = _model(given, timeout, concurrency, problems)
    if problems:
        raise SettingsError(problems)
    return model


def _read_shopify(env: FileAwareEnv) -> dict[str, Any]:
    return {
        "client_id": env.str("WEDERWOORD_SHOPIFY_CLIENT_ID", "", validate=_shopify_client),
        "secret": env.str("WEDERWOORD_SHOPIFY_SECRET", ""),
        "old_secret": env.str("WEDERWOORD_SHOPIFY_OLD_SECRET", ""),
        "api_version": env.str("WEDERWOORD_SHOPIFY_API_VERSION", "2026-07", validate=_shopify_version),
        "orders": env.bool("WEDERWOORD_SHOPIFY_ORDERS", False),
        "names": env.bool("WEDERWOORD_SHOPIFY_NAMES", False),
    }


def _shopify(given: dict[str, Any], problems: dict[str, str]) -> ShopifySettings | None:
    if not given["client_id"] and not given["secret"]:
        return None
    if not given["client_id"] or not given["secret"]:
        missing = "WEDERWOORD_SHOPIFY_SECRET" if given["client_id"] else "WEDERWOORD_SHOPIFY_CLIENT_ID"
        problems[missing] = "set both, the client id and the secret, or neither"
        return None
    return ShopifySettings(**given)


def _read_shopware(env: FileAwareEnv) -> ShopwareSettings | None:
    secret = env.str("WEDERWOORD_SHOPWARE_SECRET", "", validate=_app_secret)
    name = env.str("WEDERWOORD_SHOPWARE_APP_NAME", "Wederwoord", validate=_app_name)
    return ShopwareSettings(secret or "", name or "Wederwoord") if secret else None


def _app_secret(text: str) -> None:
    if text and len(text) < SHORTEST_APP_SECRET:
        raise ValidationError(f"at least {SHORTEST_APP_SECRET} characters: from the Shopware Account, or random")


def _app_name(text: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,49}", text):
        raise ValidationError("a name of letters and digits, as it stands in the manifest: Wederwoord")


def _shopify_client(text: str) -> None:
    if text and not re.fullmatch(r"[0-9A-Za-z_-]{8,100}", text):
        raise ValidationError("copy the client id from the app's settings; it has letters and digits only")


def _shopify_version(text: str) -> None:
    if not re.fullmatch(r"20\d\d-(01|04|07|10)", text):
        raise ValidationError("write it like 2026-07: the year, and January, April, July or October")


def _read_timeout(env: FileAwareEnv) -> float:
    return env.float("WEDERWOORD_MODEL_TIMEOUT", 60.0, validate=validate.Range(1, 600)) or 60.0


def _read_concurrency(env: FileAwareEnv) -> int:
    return env.int("WEDERWOORD_MODEL_CONCURRENCY", 50, validate=validate.Range(1, 200)) or 50


def _read_model(env: FileAwareEnv) -> dict[str, str]:
    return {name: env.str(name, "") or "" for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "WEDERWOORD_MODEL")}


def _sealed(env: FileAwareEnv) -> dict[str, str]:
    """What is wrong with the variables that were read, by name."""
    try:
        env.seal()
    except EnvValidationError as error:
        told = error.error_messages
        return {name: " ".join(told[name]) for name in told} if isinstance(told, Mapping) else {"?": str(error)}
    except (EnvError, ValueError) as error:
        return {"environment": str(error)}
    return {}


def _unreadable_files() -> dict[str, str]:
    """The ``…_FILE`` variables that name no readable file; the reader of the rest would stop at the first."""
    given = {f"{name}_FILE": os.environ.get(f"{name}_FILE") for name in VARIABLES}
    return {
        name: f"{path} is no file that can be read"
        for name, path in given.items()
        if path and not (Path(path).is_file() and os.access(path, os.R_OK))
    }


_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def split_keys(text: str) -> tuple[str, ...]:
    """Keys, newest first, parted by commas or white space."""
    return tuple(key for key in re.split(r"[\s,]+", text) if key)


def _model(
    given: dict[str, str], timeout: float, concurrency: int | None, problems: dict[str, str]
) -> ModelSettings | None:
    try:
        model = ModelSettings.from_env(given)
    except ModelSettingsError as error:
        problems["WEDERWOORD_MODEL"] = str(error)
        return None
    return model and replace(model, timeout=timeout, concurrency=concurrency or 50)


def _database_url(url: str) -> None:
    if url and not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValidationError("begin with sqlite:///path or postgresql+psycopg://user:password@host/name")


def _web_address(url: str) -> None:
    if url and (urlsplit(url).scheme not in {"http", "https"} or url.endswith("/")):
        raise ValidationError("write it like https://desk.shop.example, without a slash at the end")


def _worker_id(name: str) -> None:
    if name and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,59}", name):
        raise ValidationError("use up to 60 of a-z, 0-9, dot and dash")


def _own_worker_id() -> str:
    """Stable over restarts of one machine, so that a worker takes up its own work again (DESIGN.md decision 1)."""
    return re.sub(r"[^a-z0-9.-]", "-", f"worker-{socket.gethostname()}".lower())[:60].strip("-.")


def _fernet_keys(text: str) -> None:
    for key in split_keys(text):
        try:
            Fernet(key)
        except ValueError as error:
            raise ValidationError(
                "each key is 32 bytes in URL-safe base64; make one with: wederwoord keys new"
            ) from error


def _long_enough(text: str) -> None:
    if text and len(text) < SHORTEST_SECRET:
        raise ValidationError(f"at least {SHORTEST_SECRET} characters, random")


def _make_private_directory(path: Path, *, make: bool) -> None:
    if not make:
        return
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError({"WEDERWOORD_DATA_DIR": f"{path} cannot be made: {error.strerror}"}) from error


def _kept(path: Path, new: Callable[[], str], check: Callable[[str], None], *, make: bool) -> str:
    """What the file holds; a new one, readable by its owner only, where there is none. Two processes at once agree."""
    try:
        if make and not path.exists():
            _write_once(path, new())
        text = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    except OSError as error:
        raise SettingsError({str(path): f"cannot be read or made: {error.strerror}"}) from error
    try:
        check(text)
    except ValidationError as error:
        raise SettingsError({str(path): " ".join(map(str, error.messages))}) from error
    if make and not text:
        raise SettingsError({str(path): "the file is empty; put the key back from your backup, or remove the file"})
    return text


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all: written beside it, then linked, so that the second of two writers loses quietly."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
