"""A drill for the day of need: backs up under load, restores elsewhere, and signs in there.

    .venv/bin/python tools/drill.py             with SQLite
    .venv/bin/python tools/drill.py postgres    with a PostgreSQL server of its own
    SECONDS=30 .venv/bin/python tools/drill.py  more writing before and after

Serves TrainHub as `make run` does, lets eight clients write through HTTP, takes the backup while they do, restores it
into another folder (another database), serves that, and looks for every write that was acknowledged before the backup
began. Prints what it measured. Everything happens in a temporary folder.
"""

import contextlib
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import postgres  # noqa: E402
from tools.starting import comes_up  # noqa: E402

CLIENTS, PASSWORD, COACH = 8, "drill-pass-2026", "coach@trainhub.example"
SECONDS = float(os.environ.get("SECONDS") or 5)
ASK = """
import json
from programs.models import ProgramSession
from sessions_app.models import Session
placed = set(ProgramSession.objects.values_list("session_id", flat=True))
made = {pk: name for pk, name in Session.objects.filter(name__startswith="Drill ").values_list("pk", "name")}
print(json.dumps({"names": sorted(made.values()), "without a place": len(set(made) - placed)}))
"""


class Stay(urllib.request.HTTPRedirectHandler):
    """Does not go where an answer points: the answer itself says that all is saved."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


class Client:
    """A browser without a screen: keeps cookies, sends the form's token."""

    def __init__(self, address: str, jar: http.cookiejar.CookieJar | None = None) -> None:
        self.address, self.jar, self.token = address, jar or http.cookiejar.CookieJar(), ""
        direct = urllib.request.ProxyHandler({})  # whatever proxy this machine has
        self.opener = urllib.request.build_opener(direct, urllib.request.HTTPCookieProcessor(self.jar), Stay)

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=60) as answer:
            text = str(answer.read().decode())
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        self.token = found[1] if found else ""
        return text

    def post(self, path: str, **values: object) -> str:
        """The address to which the answer points, once it says that what was posted is saved."""
        data = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": self.token}).encode()
        try:
            self.opener.open(self.address + path, data, timeout=60).close()
        except urllib.error.HTTPError as answer:
            if answer.code == 302:
                return str(answer.headers["Location"])
            raise
        raise SystemExit(f"{path} did not take {values}")

    def sign_in(self) -> "Client":
        self.get("/accounts/login/")
        self.post("/accounts/login/", login=COACH, password=PASSWORD)
        self.get("/programs/new/")  # only for those who are signed in
        return self


def environment(var: Path, port: int, database: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PG_BIN", "LD_LIBRARY_PATH") if name in os.environ}
    given = {"TRAINHUB_VAR": str(var), "TRAINHUB_ENV_FILE": "", "PORT": str(port), "DATABASE_URL": database}
    return {**kept, **given, "DEMO_PASSWORD": PASSWORD}


@contextlib.contextmanager
def serving(env: dict[str, str]) -> Iterator[str]:
    address = f"http://127.0.0.1:{env['PORT']}"
    with open(Path(env["TRAINHUB_VAR"]).parent / f"log-{env['PORT']}", "wb") as log:
        server = subprocess.Popen([sys.executable, "tools/run.py"], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            if not comes_up(server, int(env["PORT"]), 120):
                raise SystemExit(f"It did not come up: {Path(log.name).read_text()[-2000:]}")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def manage(env: dict[str, str], *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True
    )
    if result.returncode:
        raise SystemExit(f"manage.py {arguments[0]} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def write(client: Client, number: int, stop: threading.Event, told: list[tuple[float, float, str]]) -> None:
    """Makes sessions in a program of its own; notes when each was acknowledged, how long it took, and its name."""
    client.get("/programs/new/")
    facts = {"name": f"Drill {number}", "sport": "running", "duration_weeks": 4, "day_names": "weekday"}
    path = client.post("/programs/new/", **facts)
    while not stop.is_set():
        name, start = f"Drill {number} {len(told)}", time.monotonic()
        values = {"name": name, "line": "Easy run 40:00 Z1", "week": 1 + len(told) % 4, "day": 1 + len(told) % 7}
        client.post(f"{path}place/", **values)
        told.append((time.monotonic(), time.monotonic() - start, name))


def drill(folder: Path, before: str, after: str) -> None:
    first, second = environment(folder / "one", 8187, before), environment(folder / "two", 8188, after)
    told: list[list[tuple[float, float, str]]] = [[] for _client in range(CLIENTS)]
    stop = threading.Event()
    with serving(first) as address:
        signed_in = Client(address).sign_in()
        clients = [Client(address, signed_in.jar) for _number in range(CLIENTS)]
        threads = [
            threading.Thread(target=write, args=(client, number, stop, told[number]))
            for number, client in enumerate(clients)
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        began = time.monotonic()
        taken = json.loads(manage(first, "backup", str(folder / "backups"), "--with-secret", "--json"))
        ended = time.monotonic()
        time.sleep(SECONDS)
        stop.set()
        for thread in threads:
            thread.join()
    all_told = [one for of_client in told for one in of_client]
    acknowledged = {name for at, _took, name in all_told if at < began}
    during = [took for at, took, _name in all_told if at > began and at - took < ended]
    start = time.monotonic()
    print(manage(second, "restore", taken["file"], "--with-secret"), end="")
    restored = time.monotonic() - start
    with serving(second) as address:
        Client(address).sign_in()
        found = json.loads(manage(second, "shell", "--no-imports", "-c", ASK).splitlines()[-1])
    missing = acknowledged - set(found["names"])
    print(f"{len(all_told)} writes by {CLIENTS} clients, {len(all_told) / (2 * SECONDS + ended - began):.0f} a second")
    print(f"backup: {taken['bytes']} bytes, {taken['rows']} rows, {taken['seconds']} s; checked: {taken['checked']}")
    print(f"restore: {restored:.1f} s")
    print(f"acknowledged before it began: {len(acknowledged)}, missing of them: {len(missing)}")
    print(f"sessions without their place: {found['without a place']}")
    others = [took for at, took, _name in all_told if at < began or at - took > ended]
    longest = max(during, default=0), max(others, default=0)
    print("longest wait for a write: {:.2f} s while it was taken, {:.2f} s otherwise".format(*longest))
    if missing or found["without a place"] or not acknowledged:
        raise SystemExit("The drill FAILED.")
    print("The drill went well: signed in on what was restored.")


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="trainhub-drill-") as name:
        if "postgres" not in arguments:
            drill(Path(name), "", "")
            return
        with postgres.server() as address:
            wheel = postgres.wheel_folder()
            if wheel:
                os.environ.setdefault("PG_BIN", str(wheel / "pginstall" / "bin"))
            import psycopg

            with psycopg.connect(address, autocommit=True) as server:
                for database in ("one", "two"):
                    server.execute(f"CREATE DATABASE {database}")  # type: ignore[arg-type]
            base = address.rpartition("/")[0]
            drill(Path(name), f"{base}/one", f"{base}/two")


if __name__ == "__main__":
    main(sys.argv[1:])
