"""What an operator is told: every setting that the code reads is written down, and none that it does not read."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
READ = re.compile(r"""(?:env\.\w+|environ\.get|environ|chosen\.\w+|os\.getenv)[(\[]\s*["']([A-Z][A-Z0-9_]+)["']""")
NUMBERS = re.compile(r"""(?:number|yes)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
# Set by one of our own processes for another, by Python or the system; or read by tests and tools only.
OURS = {"DJANGO_SETTINGS_MODULE", "TRAINHUB_READY", "TRAINHUB_COUNTED_BY", "PROMETHEUS_MULTIPROC_DIR"}
OTHERS = {"PATH", "HOME", "NOTIFY_SOCKET", "PGPASSWORD", "PGOPTIONS"}
TOOLS = {"TRAINHUB_SHARED_DATA", "DEBUG"}


def sources() -> list[Path]:
    apps = ["core", "accounts", "exercises", "sessions_app", "programs", "trainhub"]
    paths = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    paths += [ROOT / "tools" / name for name in ("run.py", "gunicorn_conf.py")]
    return [path for path in paths if "tests" not in path.parts and path.name != "settings_test.py"]


def read_by_the_code() -> set[str]:
    text = "\n".join(path.read_text() for path in sources())
    return {*READ.findall(text), *NUMBERS.findall(text)} - OURS - OTHERS - TOOLS


def in_the_table() -> set[str]:
    section = (ROOT / "docs" / "deploying.md").read_text().split("\n## Settings\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def in_the_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_setting_is_in_the_table_of_the_docs_and_none_besides():
    assert in_the_table() == read_by_the_code()


def test_every_setting_is_in_the_example_and_none_besides():
    # the one that says where this very file is can hardly be in it
    assert in_the_example() == read_by_the_code() - {"TRAINHUB_ENV_FILE"}


def test_compose_and_the_image_set_nothing_that_is_not_read():
    compose = (ROOT / "deploy" / "compose.yaml").read_text()
    shared = compose.split("\n  environment:\n")[1].split("\n  volumes:")[0]
    named = set(re.findall(r"^    ([A-Z][A-Z0-9_]+):", shared, re.MULTILINE))
    assert {"DATABASE_URL", "PUBLIC_URL", "TRUST_PROXY"} <= named
    assert named <= read_by_the_code()
    image = (ROOT / "deploy" / "Dockerfile").read_text()
    given = set(re.findall(r"^(?:ENV|   ) ([A-Z][A-Z0-9_]+)=", image, re.MULTILINE))
    assert "TRAINHUB_VAR" in given
    assert {name for name in given if not name.startswith(("PYTHON", "PATH"))} <= read_by_the_code()


def test_the_image_takes_every_app_and_nothing_private():
    image = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE))
    names = {name for group in copied for name in group.split()}
    apps = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    assert {app for app in apps if (ROOT / app).is_dir()} <= names
    assert {"manage.py", "requirements.txt", "tools", "static", "templates"} <= names
    assert not names & {".", ".git", ".env", "var"}
    kept = set(re.findall(r"^!(\S+)$", (ROOT / "deploy" / "Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert kept == names
    assert "USER trainhub" in image


@pytest.mark.parametrize("name", ["trainhub.service", "trainhub-backup.service"])
def test_the_units_run_what_is_there_as_nobody_special(name):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[method-assign, assignment]
    unit.read(ROOT / "deploy" / name)
    service = unit["Service"]
    program, script = service["ExecStart"].split()[:2]
    assert program == f"{service['WorkingDirectory']}/.venv/bin/python"
    assert (ROOT / script).is_file()
    assert service["User"] == "trainhub"
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["UMask"]) == ("yes", "strict", "0077")


def test_the_proxy_replaces_every_header_that_trainhub_believes():
    proxy = (ROOT / "deploy" / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in proxy
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy  # not $proxy_add_x_forwarded_for: that appends
    assert "proxy_set_header X-Request-ID $request_id;" in proxy
    assert "proxy_set_header Host $host;" in proxy
    size = re.search(r"client_max_body_size (\d+)m;", proxy)
    assert size and int(size[1]) * 1024 * 1024 > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    patience = re.search(r"proxy_read_timeout (\d+)s;", proxy)
    served = re.search(r"^timeout = (\d+)", (ROOT / "tools" / "gunicorn_conf.py").read_text(), re.MULTILINE)
    assert patience and served and int(patience[1]) > int(served[1])
