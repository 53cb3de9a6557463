"""The whole fleet as docs/scaling.md has it, started from the very files of deploy/fleet: two databases under Patroni,
etcd on three machines, Redis or Valkey, two web nodes, nginx before them. `tools/fleet.py` then breaks it."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import yaml

from tools import postgres
from tools.machines import Machine, Network

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy" / "fleet"
NGINX = DEPLOY / "nginx.conf"
# What it takes beside PostgreSQL, by the Debian packages that bring it; of several names one will do.
PROGRAMS = {
    "nginx": ["nginx"],
    "redis-server": ["valkey-server", "redis-server"],
    "etcd-server": ["etcd"],
    "patroni python3-etcd": ["patroni"],
}
SUPERUSER, ROLE, NAME = "postgres", "trainhub", "trainhub"
Found = TypeVar("Found")


def programs() -> dict[str, str]:
    """Where each of them is. Missing, with what to install, where one is not here."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    found = {package: next(filter(None, (shutil.which(name, path=path) for name in names)), None)
             for package, names in PROGRAMS.items()}  # fmt: skip
    missing = [package for package, where in found.items() if where is None]
    if missing:
        raise postgres.Missing(
            f"The fleet needs {' '.join(missing)} (Debian: apt-get install --no-install-recommends {' '.join(missing)};"
            " then stop the services that this started)."
        )
    return {names[-1]: str(found[package]) for package, names in PROGRAMS.items()}


def binaries() -> Path:
    """PostgreSQL's of the system, or of TRAINHUB_PG_BIN: Patroni of Debian knows those of Debian."""
    given = os.environ.get("TRAINHUB_PG_BIN")
    folders = [Path(given)] if given else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = next((folder for folder in folders if (folder / "pg_rewind").exists()), None)
    if found is None:
        raise postgres.Missing("The fleet needs PostgreSQL (Debian: apt-get install postgresql), or TRAINHUB_PG_BIN.")
    return found


def once(what: str, ask: Callable[[], Found], seconds: float = 60) -> Found:
    """What the question finds, as soon as it finds something. What raises meanwhile has found nothing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := ask():
                return found
        except (OSError, http.client.HTTPException, psycopg.Error, ValueError):
            pass
        time.sleep(0.05)
    raise TimeoutError(f"Not within {seconds:.0f} s: {what}.")


def wait_for(what: str, holds: Callable[[], Any], seconds: float = 60) -> float:
    """Until it holds; after how many seconds."""
    begun = time.monotonic()
    once(what, holds, seconds)
    return time.monotonic() - begun


class Fleet:
    def __init__(self, net: Network, folder: Path, web_nodes: int = 2) -> None:
        self.net, self.folder = net, folder
        self.tools, self.bin = programs(), binaries()
        self.password = secrets.token_hex(12)
        self.secret = secrets.token_hex(32)
        self.databases = [net.machine("db1"), net.machine("db2")]
        self.cache = net.machine("cache")
        self.web = [net.machine(f"web{number}") for number in range(1, web_nodes + 1)]
        self.door = net.machine("door")
        self.ports = {name: self._ports(machine, 5) for name, machine in net.machines.items()}
        (folder / "log").mkdir(mode=0o777)
        (folder / "log").chmod(0o777)
        shutil.copy(DEPLOY / "create.sh", folder)  # whoever runs PostgreSQL may not reach this checkout

    def _ports(self, machine: Machine, count: int) -> list[int]:
        return list(range(7001, 7001 + count)) if machine.namespace else [postgres.free_port() for _n in range(count)]

    def log(self, name: str) -> Path:
        return self.folder / "log" / name

    # --- Addresses

    def at(self, machine: Machine, port: int = 0) -> str:
        return f"{machine.address}:{self.ports[machine.name][port]}"

    @property
    def port(self) -> int:
        """Of nginx, which the coaches ask at `door.address`."""
        return self.ports["door"][0]

    def database_url(self, user: str = ROLE) -> str:
        hosts = ",".join(map(self.at, self.databases))
        return f"postgres://{user}:{self.password}@{hosts}/{NAME}"

    # --- Starting

    def start(self) -> None:
        for machine in (*self.databases, self.cache):
            self.start_etcd(machine)
        for machine in self.databases:
            self.start_database(machine)
        self.start_cache()
        wait_for("a database, and a synchronous replica of it", self.has_synchronous_replica, 180)
        prepare = {**os.environ, **self.settings(self.web[0])}
        done = subprocess.run([sys.executable, "tools/run.py", "--prepare"], cwd=ROOT, env=prepare, capture_output=True)
        if done.returncode:
            raise SystemExit(f"It could not be prepared: {done.stderr.decode()[-2000:]}")
        for machine in self.web:
            self.start_web(machine)
        self.start_door()
        for machine in (*self.web, self.door):
            wait_for(f"{machine.name} answers", lambda machine=machine: self.answers(machine))

    def start_etcd(self, machine: Machine) -> None:
        members = [*self.databases, self.cache]
        data = self.folder / f"etcd-{machine.name}"
        peer, client = f"http://{self.at(machine, 1)}", f"http://{self.at(machine, 2)}"
        cluster = ",".join(f"{one.name}=http://{self.at(one, 1)}" for one in members)
        command: list[str | Path] = [
            self.tools["etcd"], "--name", machine.name, "--data-dir", data,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--initial-cluster", cluster, "--initial-cluster-state", "existing" if data.exists() else "new",
            "--heartbeat-interval", "100", "--election-timeout", "1000",
        ]  # fmt: skip
        machine.start(command, self.log(f"etcd-{machine.name}"))

    def start_database(self, machine: Machine) -> None:
        """Patroni, from deploy/fleet/patroni.yml with this machine's addresses, and by it PostgreSQL."""
        home = self.folder / machine.name
        if not home.exists():
            home.mkdir(mode=0o700)
            machine.pid_files.append(home / "data" / "postmaster.pid")
            identity = postgres.demoted()
            (home / "patroni.yml").write_text(yaml.safe_dump(self._patroni(machine, home)))
            if identity:
                for path in (home, home / "patroni.yml"):
                    os.chown(path, identity["user"], identity["group"])
        given = {**os.environ, "APPLICATION_PASSWORD": self.password, "PATH": f"{self.bin}:{os.environ['PATH']}"}
        machine.start(
            [self.tools["patroni"], home / "patroni.yml"], self.log(f"patroni-{machine.name}"), given, nobody=True
        )

    def _patroni(self, machine: Machine, home: Path) -> dict[str, Any]:
        config = yaml.safe_load((DEPLOY / "patroni.yml").read_text())
        given = config["bootstrap"]["dcs"]["postgresql"]["pg_hba"]
        members = [*self.databases, self.cache]
        config["name"] = machine.name
        config["bootstrap"]["post_init"] = str(self.folder / "create.sh")
        config["restapi"] = {"listen": self.at(machine, 3), "connect_address": self.at(machine, 3)}
        config["etcd3"] = {"hosts": [self.at(one, 2) for one in members]}
        here = machine.address.rpartition(".")[0]
        known = {"10.0.0.21/32": f"{self.databases[0].address}/32", "10.0.0.22/32": f"{self.databases[1].address}/32"}
        known["10.0.0.0/24"] = f"{here}.0/24"
        config["bootstrap"]["dcs"]["postgresql"]["pg_hba"] = [
            *(" ".join(known.get(word, word) for word in line.split()) for line in given),
            f"host all {SUPERUSER} {here}.1/32 scram-sha-256",  # this tool, which looks in from beside the fleet
        ]
        mine: dict[str, Any] = {
            "listen": self.at(machine),
            "connect_address": self.at(machine),
            "bin_dir": str(self.bin),
            "data_dir": str(home / "data"),
            "pgpass": str(home / "pgpass"),
            "parameters": {"unix_socket_directories": str(home)},
        }
        config["postgresql"] |= mine
        for role in config["postgresql"]["authentication"].values():
            role["password"] = self.password
        return config

    def start_cache(self) -> None:
        address = self.cache.address
        command: list[str | Path] = [self.tools["redis-server"], "--bind", address, "--protected-mode", "no"]
        command += ["--port", str(self.ports["cache"][0]), "--save", "", "--appendonly", "no"]
        self.cache.start(command, self.log("cache"))

    def start_web(self, machine: Machine) -> None:
        command: list[str | Path] = [sys.executable, "-m", "gunicorn", "-c", "tools/gunicorn_conf.py", "trainhub.wsgi"]
        machine.start(command, self.log(machine.name), env={**os.environ, **self.settings(machine)})

    def settings(self, machine: Machine) -> dict[str, str]:
        """Of a web node, as docs/scaling.md has them."""
        return {
            "DATABASE_URL": self.database_url(),
            "REPLICA_URL": self.database_url(),
            "CACHE_URL": f"redis://{self.at(self.cache)}/0",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": f"{self.door.address},{machine.address}",
            "TRUST_PROXY": "yes",
            "HOST": machine.address,
            "PORT": str(self.ports[machine.name][0]),
        }

    def start_door(self) -> None:
        """nginx with the file of deploy/fleet, without TLS."""
        home = self.folder / "door"
        home.mkdir()
        site = re.sub(r"^ *(ssl_|listen \[::\]).*\n", "", NGINX.read_text(), flags=re.MULTILINE)
        site = site.replace("listen 443 ssl http2;", f"listen {self.at(self.door)};")
        site = site.replace("listen 80;", f"listen {self.at(self.door, 1)};")
        for machine in self.web:
            site = site.replace(f"{machine.name}:8000", self.at(machine))
        (home / "site.conf").write_text(site.replace("/etc/nginx/", f"{DEPLOY}/"))
        temporary = "".join(
            f"  {kind}_temp_path {home}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (home / "nginx.conf").write_text(
            f"daemon off; pid {home}/pid; error_log {self.log('door')};\n"
            f"{'user root;' if os.geteuid() == 0 else ''}\n"
            f"events {{}}\nhttp {{\n{temporary}  include {home}/site.conf;\n}}\n"
        )
        self.door.start([self.tools["nginx"], "-p", home, "-c", home / "nginx.conf"], self.log("door"))

    # --- Asking

    def answers(self, machine: Machine) -> bool:
        line = http.client.HTTPConnection(machine.address, self.ports[machine.name][0], timeout=5)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        finally:
            line.close()

    def connect(self, machine: Machine | None = None, database: str = NAME) -> psycopg.Connection[Any]:
        """As superuser: to this one, else to the one that takes writes."""
        machines = [machine] if machine else self.databases
        return psycopg.connect(
            host=",".join(one.address for one in machines),
            port=",".join(str(self.ports[one.name][0]) for one in machines),
            user=SUPERUSER, password=self.password, dbname=database, connect_timeout=2, autocommit=True,
            target_session_attrs="any" if machine else "read-write",
        )  # fmt: skip

    def has_synchronous_replica(self) -> bool:
        with self.connect() as line:
            found = line.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')")
            return (found.fetchone() or [0])[0] > 0

    def primary(self) -> Machine:
        for machine in self.databases:
            if self._role(machine) in {"master", "primary"}:
                return machine
        raise OSError("no primary answers")

    def replica(self) -> Machine:
        primary = self.primary()
        return next(machine for machine in self.databases if machine is not primary)

    def _role(self, machine: Machine) -> str:
        line = http.client.HTTPConnection(machine.address, self.ports[machine.name][3], timeout=2)
        try:
            line.request("GET", "/patroni")
            return str(json.loads(line.getresponse().read()).get("role"))
        except (OSError, http.client.HTTPException, ValueError):
            return ""
        finally:
            line.close()

    def postmaster(self, machine: Machine) -> int:
        for pid in machine.noted():
            return pid
        raise OSError(f"no PostgreSQL runs on {machine.name}")

    def replaying(self, machine: Machine) -> int:
        """The process of a replica's PostgreSQL that makes what it got into what it shows."""
        for pid in postgres.children(self.postmaster(machine)):
            if b"startup" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        raise OSError(f"nothing replays on {machine.name}")

    def reads(self, machine: Machine) -> int:
        """Transactions that the application's database has finished there: how much is read from it."""
        with self.connect(machine) as line:
            found = line.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = %s", [NAME])
            return int((found.fetchone() or [0])[0])

    def written(self) -> int:
        """Bytes of WAL so far."""
        with self.connect() as line:
            found = line.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint").fetchone()
        return int((found or [0])[0])

    def errors(self) -> list[str]:
        """The last of what the web nodes logged as going wrong."""
        found = []
        for machine in self.web:
            lines = self.log(machine.name).read_text(errors="replace").splitlines()
            found += [
                line[:200] + " … " + line[-600:] for line in lines if re.search(r'"level":"(ERROR|CRITICAL)"', line)
            ][-3:]
        return found
