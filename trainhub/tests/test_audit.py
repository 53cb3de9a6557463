"""The audit of what we pin: real pip-audit, asking a service on this machine that speaks as osv.dev does."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.conf import settings

from tools import audit

HASH = "--hash=sha256:" + "0" * 64
PIN = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\d[\w.+]*( *;[^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
HOLE = {
    "id": "GHSA-test",
    "summary": "Runs what it is sent",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "5.2.7"}]}],
        }
    ],
}


class Service(HTTPServer):
    """Knows of a hole in one version of Django."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, str]] = []
        self.status = 200
        self.answers = 1_000  # so many; then the line goes dead


class Answer(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = (query["package"]["name"], query["version"])
        if not self.server.answers:
            self.close_connection = True
            return
        self.server.answers -= 1
        if query != audit.TRIAL:
            self.server.asked.append(asked)
        body = json.dumps({"vulns": [HOLE]} if asked == ("django", "5.2.0") else {}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        """As a proxy that lets nobody through."""
        self.send_error(403)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch):
    with Service() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AUDIT_URL", f"http://127.0.0.1:{server.server_port}/v1/query")
        yield server
        server.shutdown()


@pytest.fixture
def pinned(tmp_path):
    def write(*pins: str):
        file = tmp_path / "requirements.txt"
        file.write_text("".join(f"{pin} {HASH}\n" for pin in pins))
        return str(file)

    return write


def test_nothing_on_this_machine_is_asked_through_a_proxy():
    """By any test: where a proxy is set and no exception from it, it would look for itself."""
    assert urllib.request.proxy_bypass_environment("127.0.0.1")


def test_a_version_with_a_known_hole_fails_and_is_named(service, pinned, capsys):
    assert audit.main([pinned("django==5.2.0", "nh3==0.3.8")]) == audit.VULNERABLE
    assert capsys.readouterr().out.splitlines() == [
        "django 5.2.0: GHSA-test, mended in 5.2.7",
        "Audited 2 packages: 1 known holes.",
    ]


def test_ci_fails_for_it_too(service, pinned):
    """By the very line of CI, which ends with the first that fails."""
    lines = (settings.BASE_DIR / ".ci" / "run").read_text().splitlines()
    assert "set -euo pipefail" in lines
    (line,) = [line for line in lines if "audit" in line and not line.startswith("#")]
    assert line == ".venv/bin/python tools/audit.py --where-reachable"
    command = [sys.executable, *line.split()[1:], pinned("django==5.2.0")]
    assert subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True).returncode == audit.VULNERABLE


@pytest.mark.parametrize("name", audit.PINNED)
def test_each_line_that_is_installed_has_one_version_and_its_hashes(name):
    """Every file, whichever machine it is for: a name alone, a range or an address would be whatever comes."""
    lines = (settings.BASE_DIR / name).read_text().replace("\\\n", " ").splitlines()
    pins = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert pins
    assert [line for line in pins if not PIN.fullmatch(line)] == []


@pytest.mark.parametrize(
    "line", ["django", "django>=5.2 " + HASH, "django==5.2.0", "-r other.txt", "django==5.* " + HASH]
)
def test_a_line_that_is_no_pin_is_seen(line):
    assert not PIN.fullmatch(line)


def test_all_that_we_pin_is_asked_about(service, capsys):
    """Each version of ours, none left out because it was not found."""
    assert audit.main([]) == audit.CLEAN
    files = [settings.BASE_DIR / name for name in audit.PINNED]
    wanted = set().union(*map(audit.pins, files))
    assert {name for name, _version in service.asked} == wanted
    assert {"django", "gunicorn", "psycopg-binary", "pytest", "uv"} < wanted
    assert capsys.readouterr().out == f"Audited {len(wanted)} packages: no known holes.\n"


def test_a_pin_for_another_machine_is_not_asked_about(service, pinned, capsys):
    file = pinned('colorama==0.4.6 ; sys_platform == "nowhere"', "nh3==0.3.8")
    assert audit.main([file]) == audit.CLEAN
    assert service.asked == [("nh3", "0.3.8")]


WAYS = pytest.mark.parametrize(("where", "ends"), [([], audit.NOT_ASKED), (["--where-reachable"], audit.CLEAN)])


@WAYS
def test_where_nobody_can_be_asked_it_says_so(where, ends, pinned, monkeypatch, capsys):
    monkeypatch.setenv("AUDIT_URL", "http://127.0.0.1:9/v1/query")
    assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith("Not audited: ")


@pytest.fixture
def proxy(monkeypatch):
    with Service() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AUDIT_URL", "https://osv.invalid/v1/query")
        yield
        server.shutdown()


@WAYS
def test_a_proxy_that_refuses_is_no_way_there(where, ends, proxy, pinned, capsys):
    assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith("Not audited: ProxyError: ")


@WAYS
def test_a_certificate_that_is_none_is_no_way_there(where, ends, service, pinned, monkeypatch, capsys):
    monkeypatch.setenv("AUDIT_URL", f"https://127.0.0.1:{service.server_port}/v1/query")
    assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith("Not audited: SSLError: ")


@WAYS
def test_who_never_answers_is_no_way_there(where, ends, pinned, monkeypatch, capsys):
    monkeypatch.setattr(audit, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AUDIT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}/v1/query")
        assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith("Not audited: ReadTimeout: ")


@WAYS
@pytest.mark.parametrize("status", audit.ON_THE_WAY)
def test_who_forbids_it_is_a_proxy(status, where, ends, service, pinned, capsys):
    service.status = status
    assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith(f"Not audited: {status} ")


@WAYS
def test_a_way_that_is_lost_in_between(where, ends, service, pinned, capsys):
    """After the first answer: said by pip-audit, which ends with what `requests` raised."""
    service.answers = 1
    assert audit.main([*where, pinned("nh3==0.3.8")]) == ends
    assert capsys.readouterr().out.startswith("Not audited: requests.exceptions.ConnectionError: ")


def test_pip_audits_tip_is_no_way_there():
    """Which it gives where connecting takes too long: no address of this machine does."""
    words = "ERROR:pip_audit._cli:Could not connect to OSV's vulnerability feed\nERROR:pip_audit._cli:Tip: your network may be blocking this service. Try another service with `-s SERVICE`\n"
    assert isinstance(audit.reason(words), audit.Unreachable)
    assert not isinstance(audit.reason("ERROR:pip_audit._cli:package is not hashed\n"), audit.Unreachable)


@pytest.mark.parametrize("where", [[], ["--where-reachable"]])
def test_a_service_that_fails_is_no_all_clear(where, service, pinned, capsys):
    service.status = 500
    assert audit.main([*where, pinned("nh3==0.3.8")]) == audit.NOT_ASKED


def test_a_file_without_hashes_is_no_all_clear(service, tmp_path, capsys):
    file = tmp_path / "loose.txt"
    file.write_text("django\n")
    assert audit.main([str(file)]) == audit.NOT_ASKED
