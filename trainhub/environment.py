"""Reads the few settings that come from outside: the environment, .env, and var/."""

import io
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EVERYWHERE = {"", "0.0.0.0", "::", "[::]"}  # noqa: S104 - compared with, never bound to
# A name, without scheme or port; with a dot before it all names below it; "*" is every name.
HOST_NAME = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[\da-fA-F:.]+\]")
POSTGRESQL = {"postgres", "postgresql"}
DATABASE_SCHEMES = POSTGRESQL | {"sqlite"}
# Of each that does not answer a new connection waits so long, and an old one about as long.
SEVERAL_HOSTS = {"target_session_attrs": "read-write", "connect_timeout": 2, "tcp_user_timeout": 4000}
SEVERAL_HOSTS |= {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2}
ESCAPED = "Characters like @ and / in the password are written %40 and %2F"
# What EMAIL_URL may begin with, and the port each kind of server listens on.
MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "consolemail": None, "filemail": None}


def read_file(named: str | None, usual: Path) -> None:
    """Adds what a file of settings says to the environment, which wins. "" names none; the usual one may be missing.

    One that is there and cannot be read must not pass for none: TrainHub would start with another database, in public.
    """
    if named == "":
        return
    path = Path(named) if named else usual
    try:
        text = path.read_text()
    except FileNotFoundError:
        if named:
            raise ValueError(f"TRAINHUB_ENV_FILE names {path}, and there is no such file") from None
        return
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"{path} cannot be read: {getattr(problem, 'strerror', problem)}") from None
    environ.Env.read_env(io.StringIO(text))


def folder(path: Path) -> Path:
    """A folder that is there, and its owner's alone where it had to be made."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise ValueError(f"the folder {path} cannot be made ({problem.strerror}): look at TRAINHUB_VAR") from None
    return path


def stored_secret(path: Path) -> str:
    """The secret in the file, made on first use and readable by its owner only.

    Several processes may start at once: the file is written whole beside its place
    and linked there, so that all read the one that came first.
    """
    try:
        return _stored_secret(path)
    except OSError as problem:
        raise ValueError(f"{path} cannot be read or written: {problem.strerror}") from None


def _stored_secret(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp makes mode 600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path.read_text().strip()


def origin(public_url: str) -> str:
    """Scheme and host of an address: "https://plan.example/x" -> "https://plan.example"."""
    parts = urlsplit(public_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"PUBLIC_URL must look like https://plan.example.org, not {public_url!r}")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def allowed_hosts(given: list[str], public_url: str, host: str) -> list[str]:
    """The names TrainHub answers to: those given, else its public one and its own; and loopback, to be asked for its
    health from beside it."""
    for name in given:
        if not HOST_NAME.fullmatch(name):
            raise ValueError(
                f"ALLOWED_HOSTS takes names without https:// and port, like plan.example.org, not {name!r}"
            )
    hosts = given or [urlsplit(public_url).hostname or ""]
    if not given and host not in EVERYWHERE:
        hosts.append(f"[{host}]" if ":" in host and not host.startswith("[") else host)
    return list(dict.fromkeys([*filter(None, hosts), *LOOPBACK]))


def database(url: str, usual: Path) -> dict[str, Any]:
    """Django's settings of the database at this address, else of that SQLite file."""
    if not url:
        return tune({"ENGINE": "django.db.backends.sqlite3", "NAME": str(usual)})
    if _address(url, DATABASE_SCHEMES) is None:
        raise ValueError(
            f"DATABASE_URL must look like postgres://user:password@host:5432/name or sqlite:////folder/file. {ESCAPED}"
        )
    return tune(environ.Env.db_url_config(url))


def databases(url: str, replica_url: str, usual: Path) -> dict[str, Any]:
    """All that Django knows: the one that is written, and where one is named a replica to read from (trainhub.replica).

    Of several hosts it is the replica that is one at the moment. It says at each request how far it is, which tells
    as well whether it is there.
    """
    found = {"default": database(url, usual)}
    if not replica_url:
        return found
    if not found["default"]["ENGINE"].endswith("postgresql") or _address(replica_url, POSTGRESQL) is None:
        raise ValueError(
            "REPLICA_URL must look like postgres://user:password@host:5432/name, beside a DATABASE_URL of PostgreSQL."
            f" {ESCAPED}"
        )
    replica = environ.Env.db_url_config(replica_url)
    quick = {"target_session_attrs": "standby", "connect_timeout": 2, "tcp_user_timeout": 2000}
    replica["OPTIONS"] = quick | replica.get("OPTIONS", {})
    return found | {"replica": {**tune(replica), "CONN_HEALTH_CHECKS": False, "TEST": {"MIRROR": "default"}}}


def reading_from_replica(middleware: list[str]) -> list[str]:
    """With what chooses between the two, before whatever asks the database."""
    place = middleware.index("django.contrib.sessions.middleware.SessionMiddleware")
    return [*middleware[:place], "trainhub.replica.ReadFromReplica", *middleware[place:]]


def _address(url: str, schemes: Iterable[str]) -> SplitResult | None:
    """The parts of an address of these kinds. None for any other: what is wrong is said without the password in it."""
    try:
        parts = urlsplit(url)
        if parts.scheme in POSTGRESQL and "," in parts.netloc:  # several hosts, each with its port
            return parts if parts.scheme in schemes and all(map(_is_host, _hosts(parts))) else None
        return parts if parts.scheme in schemes and parts.port != 0 else None
    except ValueError:  # brackets that do not close, or a port that is no number
        return None


def _hosts(parts: SplitResult) -> list[str]:
    return parts.netloc.rpartition("@")[2].split(",")


def _is_host(text: str) -> bool:
    host = urlsplit(f"//{text}")
    return bool(host.hostname) and host.port != 0


def tune(database: dict[str, Any]) -> dict[str, Any]:
    """A database configuration with what keeps it from failing and from losing.

    SQLite: every transaction takes the write lock at its start (a deferred one that
    reads and then writes fails at once when another wrote between), and each commit
    is on disk before it is acknowledged. PostgreSQL: no connection, statement or lock waits
    for ever, and `manage.py restore` sees by the name who is connected. Of several hosts it is
    the one that takes writes, and one that vanished from the net is given up within seconds.
    """
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"].endswith("sqlite3"):
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", 20)
        options.setdefault(
            "init_command",
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
        )
    elif database["ENGINE"].endswith("postgresql"):
        options.setdefault("options", "-c lock_timeout=10s -c statement_timeout=30s")
        if "," in database["HOST"]:
            options = SEVERAL_HOSTS | options
            database = {**database, "HOST": re.sub(r"[\[\]]", "", database["HOST"])}  # libpq takes none around IPv6
        options.setdefault("connect_timeout", 10)
        options.setdefault("application_name", "trainhub")
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def caches(url: str) -> dict[str, Any]:
    """Caches that all processes share: Redis at that address with a database table in reserve, or the table alone.

    The table may grow to `MAX_ENTRIES`; an entry is a limit of a minute to a day, of about 200 bytes.
    """
    table = {
        "BACKEND": "trainhub.caches.TableCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000, "CULL_FREQUENCY": 10},
    }
    if not url:
        return {"default": table}
    if _address(url, {"redis", "rediss", "unix"}) is None:
        raise ValueError(f"CACHE_URL must look like redis://host:6379/0. {ESCAPED}")
    redis = {
        "BACKEND": "trainhub.caches.SharedRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "trainhub",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    return {"default": redis, "table": table}


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings from one address. Without one, letters are printed in the terminal.

    A server that does not answer holds a person up for ten seconds at most.
    """
    url = url or "consolemail://"
    parts = _address(url, MAIL_SCHEMES)
    if parts is None or (parts.scheme.startswith("smtp") and not parts.hostname):
        raise ValueError(f"EMAIL_URL must look like smtp+tls://user:password@mail.example.org:587. {ESCAPED}")
    config = environ.Env.email_url_config(url)
    if config["EMAIL_HOST"] and not config["EMAIL_PORT"]:
        config["EMAIL_PORT"] = MAIL_SCHEMES[parts.scheme]
    return {"EMAIL_TIMEOUT": 10, **config}


def sender(public_url: str) -> str:
    """Who letters are from unless DEFAULT_FROM_EMAIL says it: an address at the public name."""
    return f"TrainHub <trainhub@{urlsplit(public_url).hostname or 'localhost'}>"
