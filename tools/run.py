"""Serves TrainHub: prepares what is missing, then hands over to gunicorn.

.venv/bin/python tools/run.py              as in production
.venv/bin/python tools/run.py --dev        with reload and Django's debug pages
.venv/bin/python tools/run.py --prepare    only migrate and build; for where several machines serve one database
.venv/bin/python tools/run.py --serve      only serve what is prepared
"""

import contextlib
import errno
import fcntl
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
COACH, ADMIN = "coach@trainhub.example", "admin@trainhub.example"
HOUSE = "templates@trainhub.example"  # whose the templates are; nobody signs in with it
SIGN_IN_AGAIN = f"""Sign in as {COACH}; the first start printed the password.
   Another one: .venv/bin/python manage.py changepassword {COACH}"""


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds it: "0.0.0.0" listens everywhere and is no address."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1", "": "127.0.0.1"}.get(host, host).strip("[]")
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def port_number(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_free(host: str, port: int) -> None:
    """Ends with a sentence when nobody could listen there."""
    name = host.strip("[]") or "0.0.0.0"
    try:
        family, kind, proto, _, place = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        raise SystemExit(f"HOST={host} is not an address of this machine.") from None
    except OSError as problem:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is in use by another program. Choose another: PORT={port + 1} make run",
            errno.EACCES: f"Port {port} needs more rights than yours. Choose one above 1023: PORT=8000 make run",
            errno.EADDRNOTAVAIL: f"HOST={host} is not an address of this machine.",
        }
        raise SystemExit(reasons.get(problem.errno or 0, f"Cannot listen on {host}:{port}: {problem}")) from None


def prepare() -> str:
    """Brings the static files and the database up to date. Returns the sentence that says how to sign in."""
    from django.conf import settings

    from tools import build

    try:
        with one_at_a_time(settings.VAR_DIR):
            build.ensure()
            return prepare_database()
    except OSError as problem:
        raise SystemExit(f"{problem.filename or settings.VAR_DIR}: {problem.strerror}.") from None


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Of several that start at once on one folder the others wait, and find it prepared."""
    with open(folder / ".preparing", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # gone with the process, however that ends
        yield


def prepare_database() -> str:
    """Migrates, fills the library and the templates, and on the first start makes demo content, unless DEMO=no.

    Returns the sentence that says how to sign in; nothing where people have their own accounts.
    """
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands
    from django.db import DatabaseError

    from trainhub.observability import chosen, failures

    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as problem:
        what = "does not answer" if failures.cause(problem) is failures.Cause.AWAY else "could not be prepared"
        raise SystemExit(f"The database {what}: {str(problem).strip().splitlines()[0]}") from None
    commands = get_commands()
    first = not get_user_model().objects.exclude(email_key=HOUSE).exists()
    for command in ("seed_library", "seed_templates"):
        if command in commands:
            call_command(command, verbosity=0)
    if not first:
        there = get_user_model().objects.filter(email_key=COACH).exists()
        return SIGN_IN_AGAIN if there else ""
    if "seed_demo" not in commands or not chosen.yes("DEMO", default=True):
        return "Sign up to begin; manage.py createsuperuser makes an admin."
    given = os.environ.get("DEMO_PASSWORD", "")
    password = given or secrets.token_urlsafe(9)
    os.environ["DEMO_PASSWORD"] = password
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        call_command("seed_demo", verbosity=0)
    shown = "the password in DEMO_PASSWORD" if given else f"the password  {password}  (shown only now)"
    return f"Sign in as {COACH} (a coach)\n        or {ADMIN} (an admin)\n   with {shown}"


def database_in_words() -> str:
    """Which database serves, and a warning where it is a SQLite that can be damaged."""
    from django.db import connection

    from trainhub import sqlite

    if connection.vendor != "sqlite":
        return f"Database: {connection.display_name}, {connection.settings_dict['NAME']}"
    words = f"Database: SQLite {sqlite.version()}, {connection.settings_dict['NAME']}"
    if not sqlite.is_mended(sqlite.version()):
        words += "\n  With several people writing, this SQLite can damage it: docs/deploying.md, Which database."
    return words


def set_up() -> None:
    """Loads the settings; a wrong one ends with its own words."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    from trainhub.observability import chosen

    try:
        django.setup()
        chosen.yes("DEMO")  # nothing asks for these until later
        chosen.workers()
    except (ValueError, ImproperlyConfigured) as problem:
        raise SystemExit(f"A setting in the environment or .env is wrong: {problem}") from None


def ready_text(host: str, port: int, sign_in: str) -> str:
    """What the terminal says once TrainHub answers."""
    from django.conf import settings

    where = settings.PUBLIC_URL + "/" if settings.PUBLIC_URL else address(host, port)
    lines = [f"TrainHub is ready:  {where}", sign_in]
    if host.strip("[]") in {"0.0.0.0", "::"} and not settings.PUBLIC_URL and not os.environ.get("ALLOWED_HOSTS"):
        lines += [
            "Other machines are refused until PUBLIC_URL or ALLOWED_HOSTS says by which name they may call this one."
        ]
    lines += [database_in_words(), "Ctrl-C ends it; what you made stays."]
    return "\n" + "\n".join(filter(None, lines)) + "\n"


def main(arguments: list[str]) -> None:
    dev = "--dev" in arguments
    if dev:
        os.environ["DEBUG"] = "1"
    os.umask(0o077)  # the database and the secrets are nobody else's to read
    set_up()  # reads .env as well, so HOST and PORT come after it
    host = os.environ.get("HOST") or "127.0.0.1"
    port = port_number(os.environ.get("PORT") or "8000")
    sign_in = ""
    if "--serve" not in arguments:
        if "--prepare" not in arguments:
            check_free(host, port)
        sign_in = prepare()
    if "--prepare" in arguments:
        print("\n".join(filter(None, ["TrainHub is prepared.", sign_in, database_in_words()])), flush=True)
        return
    ready = ready_text(host, port, sign_in)

    os.chdir(ROOT)
    sys.stdout.flush()
    if dev:
        print(ready, flush=True)
        place = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
        os.execv(sys.executable, [sys.executable, "manage.py", "runserver", place])
    os.environ.update(HOST=host, PORT=str(port), TRAINHUB_READY=ready)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "tools/gunicorn_conf.py", "trainhub.wsgi"])


if __name__ == "__main__":
    main(sys.argv[1:])
