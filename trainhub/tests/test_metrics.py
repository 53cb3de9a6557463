"""/metrics: for whoever holds the token, bounded in its labels, added up over all workers."""

import os
import re
import runpy
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client

from trainhub.observability import release

TOKEN = "a-token-of-thirty-characters-or-so"
READ = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counted(settings):
    settings.METRICS_TOKEN = TOKEN
    return Client()


def values(page):
    """{"name{labels}": value} of Prometheus' text format."""
    lines = [line for line in page.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def read(client):
    response = client.get("/metrics", headers=READ)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in response.headers["Cache-Control"]
    return values(response.content.decode())


# --- who may read ---------------------------------------------------------------------------------------------------


def test_without_a_token_there_is_no_such_page(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": f"Basic {TOKEN}"}, {"authorization": TOKEN}, {"authorization": f"Bearer {TOKEN}x"}],
)
def test_without_the_right_token_nothing_is_told(counted, headers):
    response = counted.get("/metrics", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert b"trainhub_" not in response.content


@pytest.mark.django_db
def test_whoever_holds_the_token_reads(counted):
    assert "trainhub_requests_in_flight" in read(counted)


def test_nothing_is_imported_where_nobody_reads():
    """It would take 3 MB of every worker."""
    code = "import django; django.setup(); import sys; from trainhub.wsgi import application; "
    code += "print([name for name in ('prometheus_client', 'sentry_sdk') if name in sys.modules])"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "trainhub.settings_test"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- what is told ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_is_counted_by_route_method_and_kind_of_answer(counted):
    before = read(counted)
    counted.get("/healthz")
    counted.get("/programs/")
    after = read(counted)

    def more(name):
        return after.get(name, 0) - before.get(name, 0)

    assert more('trainhub_requests_total{method="GET",route="healthz",status="2xx"}') == 1
    assert more('trainhub_requests_total{method="GET",route="programs:program_list",status="3xx"}') == 1
    assert more('trainhub_request_seconds_count{route="healthz"}') == 1
    assert more('trainhub_request_seconds_bucket{le="+Inf",route="healthz"}') == 1
    assert more('trainhub_database_queries_total{route="healthz"}') == 1
    assert more('trainhub_database_seconds_total{route="healthz"}') > 0
    assert after["trainhub_requests_in_flight"] == 1  # this one


@pytest.mark.django_db
def test_labels_are_bounded_whatever_is_asked(counted):
    before = read(counted)
    for number in range(5):
        counted.get(f"/no/such/{number}/")
        counted.generic(f"VERB{number}", "/healthz")
    names = {name for name in set(read(counted)) - set(before) if name.startswith("trainhub_requests_total")}
    assert len(names) <= 2
    assert not [name for name in names if "VERB" in name or "such" in name]


@pytest.mark.django_db
def test_slow_queries_are_counted(counted, settings):
    before = read(counted)["trainhub_slow_queries_total"]
    settings.SLOW_QUERY_MS = 0
    Client().get("/healthz")
    assert read(counted)["trainhub_slow_queries_total"] == before + 1


@pytest.mark.django_db
def test_it_says_what_runs_here(counted):
    (build,) = [name for name in read(counted) if name.startswith("trainhub_build_info")]
    said = dict(re.findall(r'(\w+)="([^"]*)"', build))
    assert set(said) == {"release", "python", "django", "database"}
    assert re.fullmatch(r"(sqlite|postgresql) [\d.]+", said["database"])


@pytest.mark.django_db
@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="this system has no /proc")
def test_it_says_what_a_process_takes(counted):
    told, pid = read(counted), os.getpid()
    assert 20e6 < told[f'trainhub_process_memory_bytes{{pid="{pid}"}}'] < 4e9
    assert told[f'trainhub_process_cpu_seconds_total{{pid="{pid}"}}'] > 0


def test_an_error_counts_nothing_as_being_answered(counted, monkeypatch):
    from trainhub.observability import metrics
    from trainhub.observability.requests import RequestLog

    def fail(request):
        raise SystemExit

    before = metrics.IN_FLIGHT._value.get()
    from django.test import RequestFactory

    with pytest.raises(SystemExit):
        RequestLog(fail)(RequestFactory().get("/"))
    assert metrics.IN_FLIGHT._value.get() == before


# --- several workers ------------------------------------------------------------------------------------------------

WORKERS = """
import os, sys
import django
django.setup()
from django.test import Client
from trainhub.observability import metrics

reading, writing = os.pipe()
pids = []
for times in (2, 3):
    pid = os.fork()
    if pid == 0:
        for _ in range(times):
            Client().get("/nothing/")
        metrics.IN_FLIGHT.inc()  # and it dies while it answers
        os._exit(0)
    os.waitpid(pid, 0)
    pids.append(pid)

def show():
    wanted = ("trainhub_requests_total", "trainhub_requests_in_flight", "trainhub_process_memory")
    print(sorted(line for line in metrics.page().decode().splitlines() if line.startswith(wanted)))

show()
from types import SimpleNamespace
import runpy
conf = runpy.run_path("tools/gunicorn_conf.py")
for pid in pids:
    conf["child_exit"](None, SimpleNamespace(pid=pid))
show()
"""


def test_workers_are_added_up_and_the_dead_have_nothing_in_flight(tmp_path):
    folder = tmp_path / "metrics"
    folder.mkdir()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "trainhub.settings",
        "TRAINHUB_ENV_FILE": "",
        "TRAINHUB_VAR": str(tmp_path),
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "1",
        "LOG_LEVEL": "CRITICAL",
        "LOG_REQUESTS": "no",
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
        "TRAINHUB_COUNTED_BY": "",
    }
    code = "import os; os.environ['TRAINHUB_COUNTED_BY'] = str(os.getpid())\n" + textwrap.dedent(WORKERS)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    living, dead = done.stdout.strip().splitlines()
    assert 'trainhub_requests_total{method="GET",route="none",status="4xx"} 5.0' in living
    assert "trainhub_requests_in_flight 2.0" in living
    assert 'trainhub_requests_total{method="GET",route="none",status="4xx"} 5.0' in dead
    assert "trainhub_requests_in_flight 0.0" in dead


def test_each_start_counts_in_a_folder_of_its_own_and_a_reload_in_the_same(tmp_path, monkeypatch):
    for name in ("PROMETHEUS_MULTIPROC_DIR", "TRAINHUB_COUNTED_BY"):
        monkeypatch.setenv(name, "")  # so that it is put back afterwards
    conf = runpy.run_path(str(configured.BASE_DIR / "tools" / "gunicorn_conf.py"))
    conf["prepare_metrics"](tmp_path)
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    assert folder.parent == tmp_path and folder.stat().st_mode & 0o077 == 0
    (folder / "counter_1.db").touch()
    conf["prepare_metrics"](tmp_path)  # the same process: a reload
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder) and (folder / "counter_1.db").exists()
    monkeypatch.setenv("TRAINHUB_COUNTED_BY", "1")
    conf["prepare_metrics"](tmp_path)
    assert list(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).iterdir()) == []
    assert (folder / "counter_1.db").exists()  # another server may count there


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no disk in memory here")
def test_nothing_is_counted_on_a_disk_that_may_be_full(tmp_path):
    """A worker that maps a file on a full disk is killed, and its successor too."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    code = (
        "import os, runpy; conf = runpy.run_path('tools/gunicorn_conf.py')\n"
        "print(os.environ['PROMETHEUS_MULTIPROC_DIR']); conf['on_exit'](None)"
    )
    kept |= {"TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path), "METRICS_TOKEN": TOKEN}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env=kept, capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to("/dev/shm") and not folder.exists()


# --- which release --------------------------------------------------------------------------------------------------

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_the_release_is_the_commit_of_the_checkout(tmp_path):
    assert release.commit(tmp_path / "none") == ""
    git = tmp_path / ".git"
    git.mkdir()
    (git / "HEAD").write_text(f"{COMMIT}\n")
    assert release.commit(git) == COMMIT
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n")
    assert release.commit(git) == COMMIT
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "refs" / "heads" / "main").write_text("f" * 40 + "\n")
    assert release.commit(git) == "f" * 40


def test_a_worktree_has_the_commit_of_its_own_head(tmp_path):
    shared, own = tmp_path / "main" / ".git", tmp_path / "main" / ".git" / "worktrees" / "side"
    own.mkdir(parents=True)
    (own / "HEAD").write_text("ref: refs/heads/side\n")
    (own / "commondir").write_text("../..\n")
    (shared / "refs" / "heads").mkdir(parents=True)
    (shared / "refs" / "heads" / "side").write_text(f"{COMMIT}\n")
    pointer = tmp_path / ".git"
    pointer.write_text(f"gitdir: {own}\n")
    assert release.commit(pointer) == COMMIT


def test_the_environment_names_the_release(monkeypatch):
    monkeypatch.setenv("RELEASE", "2026.11")
    release.release.cache_clear()
    try:
        assert release.release() == "2026.11"
    finally:
        release.release.cache_clear()
