"""The files of the fleet (docs/scaling.md). `make fleet` runs them, but for compose, for which there is no Docker here."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tools import deployed, fleet, machines, postgres
from trainhub import environment
from trainhub.tests.test_deploying import read_by_the_code

FLEET = settings.BASE_DIR / "deploy" / "fleet"
COMPOSE = yaml.safe_load((FLEET / "compose.yaml").read_text())
PATRONI = yaml.safe_load((FLEET / "patroni.yml").read_text())
DOCS = (settings.BASE_DIR / "docs" / "scaling.md").read_text()


def database(url: str) -> dict:
    return environment.databases(re.sub(r"\$\{.*?\}", "x", url), "", Path("none"))["default"]


@pytest.mark.parametrize("name", ["web1", "web2", "migrate"])
def test_compose_gives_each_node_settings_that_are_read(name):
    given = COMPOSE["services"][name]["environment"]

    assert given.keys() <= read_by_the_code()
    assert {"DATABASE_URL", "REPLICA_URL", "CACHE_URL", "SECRET_KEY", "TRUST_PROXY"} <= given.keys()
    for url in (given["DATABASE_URL"], given["REPLICA_URL"]):
        assert database(url)["HOST"].split(",") == ["db1", "db2"]


def test_compose_names_what_is_there():
    services, volumes = COMPOSE["services"], COMPOSE["volumes"]
    for name, service in services.items():
        assert "image" in service, name
        assert set(service.get("depends_on", [])) <= services.keys(), name
        if "build" in service:
            assert (FLEET / service["build"]["context"] / service["build"]["dockerfile"]).is_file(), name
        for volume in service.get("volumes", []):
            source = re.sub(r"\$\{.*?\}", "", volume).split(":")[0]
            assert source == "" or source in volumes or (FLEET / source).is_file(), (name, volume)
    scripts = [service["command"][1] for service in services.values() if "tools/" in str(service.get("command"))]
    assert set(scripts) == {"tools/run.py"}


def test_only_the_databases_of_compose_know_the_password_of_their_superuser():
    services = COMPOSE["services"]
    own = {name for name, service in services.items() if "SUPERUSER_PASSWORD" in str(service)}
    assert own == {"db1", "db2"}
    for name in own:
        given = services[name]["environment"]
        secret = {given["PATRONI_SUPERUSER_PASSWORD"], given["PATRONI_REPLICATION_PASSWORD"]}
        assert not any("POSTGRES_PASSWORD" in one for one in secret)
        assert given["APPLICATION_PASSWORD"] == "${POSTGRES_PASSWORD}"
    # Compose reads `.env` for itself; a container that is given it knows all passwords in it.
    assert {service.get("env_file") for service in services.values()} == {None, "web.env"}


def test_the_door_of_compose_finds_its_certificates():
    asked = re.findall(r"^ *ssl_certificate(?:_key)? +(\S+)/\w+\.pem;", deployed.NGINX.read_text(), re.MULTILINE)
    given = [volume.split(":")[-2] for volume in COMPOSE["services"]["door"]["volumes"]]
    assert len(asked) == 2 and set(asked) <= set(given)


def test_a_web_node_gets_to_its_own_database_as_its_own_role_only():
    rules = [line.split()[:4] for line in PATRONI["bootstrap"]["dcs"]["postgresql"]["pg_hba"]]
    remote = [rule for rule in rules if rule[0] == "host" and rule[3] != "127.0.0.1/32"]
    databases = {"10.0.0.21/32", "10.0.0.22/32"}

    assert [rule for rule in remote if rule[3] not in databases] == [["host", "trainhub", "trainhub", "10.0.0.0/24"]]
    for database, role in (("replication", "replicator"), ("all", "postgres")):
        assert {rule[3] for rule in remote if rule[1:3] == [database, role]} == databases


def test_each_database_of_compose_is_reached_by_its_own_name():
    for name in ("db1", "db2"):
        given = COMPOSE["services"][name]["environment"]
        assert given["PATRONI_NAME"] == name
        assert given["PATRONI_POSTGRESQL_CONNECT_ADDRESS"] == f"{name}:5432"
        assert given["PATRONI_RESTAPI_CONNECT_ADDRESS"] == f"{name}:8008"
        members = re.findall(r"'(\w+):2379'", given["PATRONI_ETCD3_HOSTS"])
        assert [COMPOSE["services"][member]["environment"]["ETCD_NAME"] for member in members] == members
    image = (FLEET / "Dockerfile.database").read_text()
    for changed in re.findall(r"s\|([^|]+)\|", image):
        assert re.search(changed, (FLEET / "patroni.yml").read_text()), changed
    copied = re.findall(r"^COPY (?:--\S+ )?(\S+) ", image, re.MULTILINE)
    assert all((FLEET / name).is_file() for name in copied) and len(copied) == 2


def test_what_is_acknowledged_is_on_two_machines_and_a_dead_replica_stops_nobody():
    kept = PATRONI["bootstrap"]["dcs"]

    assert (kept["synchronous_mode"], kept.get("synchronous_mode_strict", False)) == (True, False)
    assert kept["postgresql"]["parameters"]["synchronous_commit"] == "on"
    assert kept["loop_wait"] + 2 * kept["retry_timeout"] <= kept["ttl"]  # Patroni's own rule
    assert kept["primary_start_timeout"] == 0
    assert Path(PATRONI["bootstrap"]["post_init"]).name == "create.sh"
    done = subprocess.run(["sh", "-n", FLEET / "create.sh"], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_post_that_was_sent_is_never_sent_twice_by_the_proxy():
    told = re.sub(r"#.*", "", (FLEET / "trainhub-proxy.conf").read_text() + deployed.NGINX.read_text())
    asked_again = re.findall(r"proxy_next_upstream (.*?);", told)

    assert asked_again == ["error timeout", "http_404"]
    assert "keepalive" not in told
    files = told.partition("location /static/")[2].partition("}")[0]
    assert "http_404" in files


def test_the_door_replaces_every_header_that_trainhub_believes():
    proxy = (FLEET / "trainhub-proxy.conf").read_text()
    for header in (
        "X-Forwarded-Proto $scheme",
        "X-Forwarded-For $remote_addr",
        "X-Request-ID $request_id",
        "Host $host",
    ):
        assert f"proxy_set_header {header};" in proxy
    patience = re.search(r"proxy_read_timeout (\d+)s;", proxy)
    served = re.search(
        r"^timeout = (\d+)", (settings.BASE_DIR / "tools" / "gunicorn_conf.py").read_text(), re.MULTILINE
    )
    assert patience and served and int(patience[1]) > int(served[1])
    door = deployed.NGINX.read_text()
    assert door.count("include /etc/nginx/trainhub-proxy.conf;") == door.count("proxy_pass http://trainhub;") == 2


def test_the_unit_of_a_web_node_is_that_of_one_server_but_for_what_it_prepares():
    def unit(path: Path) -> configparser.ConfigParser:
        read = configparser.ConfigParser(strict=False, interpolation=None)
        read.optionxform = str  # type: ignore[method-assign, assignment]
        read.read(path)
        return read

    one, node = unit(settings.BASE_DIR / "deploy" / "trainhub.service"), unit(FLEET / "trainhub-web.service")
    other = {
        name for name in {*one["Service"], *node["Service"]} if one["Service"].get(name) != node["Service"].get(name)
    }
    assert other == {"ExecStart", "ExecStartPre", "Restart"}
    assert node["Service"]["ExecStart"].endswith("tools/run.py --serve")
    assert (settings.BASE_DIR / node["Service"]["ExecStartPre"].split()[1]).is_file()


def test_the_docs_name_settings_that_are_read_and_files_that_are_there():
    block = DOCS.partition("**The web nodes**")[2].partition("```\n")[2].partition("```")[0]
    given = re.findall(r"^([A-Z_]+)=", block, re.MULTILINE)
    assert "REPLICA_URL" in given
    assert "#" not in block  # it would be part of the value
    assert set(given) <= read_by_the_code()
    for name in re.findall(r"deploy/fleet/[\w.-]+", DOCS):
        assert (settings.BASE_DIR / name).exists(), name


# --- the tool ---------------------------------------------------------------------------------------------------------


def test_the_tool_says_what_is_missing_and_installs_nothing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, path: f"/usr/bin/{name}" if name == "valkey-server" else None)
    with pytest.raises(postgres.Missing, match="The fleet needs nginx etcd-server patroni python3-etcd "):
        deployed.programs()


@pytest.mark.parametrize("own", [False, *[True] * (os.geteuid() == 0)])
def test_a_machine_that_is_killed_takes_all_that_runs_on_it_along(tmp_path, own):
    script = "import os, sys, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\ntime.sleep(600)"
    with machines.Network(own) as net:
        machine = net.machine("one")
        machine.start([sys.executable, "-c", script], tmp_path / "log")
        deployed.wait_for("both run", lambda: len(machine.running()) == 2)
        every = machine.running()
        machine.kill()
        assert [pid for pid in every if postgres.is_running(pid)] == []
    assert not own or machine.namespace not in subprocess.run(["ip", "netns"], capture_output=True, text=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="machines are made on Linux")
def test_a_number_that_was_noted_is_believed_only_of_what_was_started_there(tmp_path):
    file = tmp_path / "data" / "postmaster.pid"
    file.parent.mkdir()
    with machines.Network(own=False) as net:
        machine, other = net.machine("one"), net.machine("other")
        machine.pid_files.append(file)
        assert machine.running() == []
        other.start([sys.executable, "-c", "import time; time.sleep(600)", "-D", file.parent], tmp_path / "log")
        for text, believed in (
            ("", []),
            (f"{os.getpid()}\n{file.parent}\n", []),  # the number is another's by now
            (f"{other.processes[0].pid}\n{file.parent}\n", [other.processes[0].pid]),
        ):
            file.write_text(text)
            deployed.wait_for("it runs", lambda believed=believed: machine.running() == believed, 5)


def fleet_of(monkeypatch, roles):
    """Two databases, whose Patroni says in turn what is in `roles`."""
    made = deployed.Fleet.__new__(deployed.Fleet)
    made.databases = [machines.Machine(name, "127.0.0.1", "") for name in ("db1", "db2")]
    said = iter(roles)
    monkeypatch.setattr(made, "_role", lambda machine: next(said))
    return made


def test_a_fleet_without_a_primary_is_waited_for(monkeypatch):
    with pytest.raises(OSError, match="no primary answers"):
        fleet_of(monkeypatch, ["", "replica"]).primary()

    late = fleet_of(monkeypatch, ["", "", "replica", "", "replica", "master"])
    assert deployed.once("a primary answers", late.replica, 5) is late.databases[0]


@pytest.mark.parametrize("answered", [0, 3])
def test_a_time_in_which_nobody_wrote_is_not_weighed(monkeypatch, capsys, answered):
    whole = fleet_of(monkeypatch, ["primary"] * 3)
    whole.web = []
    monkeypatch.setattr(whole, "written", lambda: 1)
    monkeypatch.setattr(fleet.time, "sleep", lambda seconds: setattr(fleet.Patient.tally, "answered", answered))
    fleet.Run(whole, 1, 1).nothing()

    assert capsys.readouterr().out == f"undisturbed: {answered} requests, 0 of them writes, too few to weigh one\n"


def test_a_wait_ends_with_a_sentence():
    def fails():
        raise OSError("refused")

    with pytest.raises(TimeoutError, match="Not within 0 s: it answers."):
        deployed.wait_for("it answers", fails, 0.2)
