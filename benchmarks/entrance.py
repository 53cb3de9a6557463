"""Does the time of an answer tell who has an account? Asks a real gunicorn, with the settings of service.

.venv/bin/python benchmarks/entrance.py               letters go nowhere
.venv/bin/python benchmarks/entrance.py --slow-mail   each letter takes a mail server 60 ms

For members and strangers in turn: signing in with a wrong password, signing up, asking for a new password, and asking
again for the code. Prints the fastest and the median time of each, and ends with 1 where the fastest differ by more
than 40 %.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("PORT", "8129"))
TURNS, ALLOWED = 60, 1.4
PHRASE = "correct horse battery"
KINDS = ("member", "stranger")

MEMBERS = f"""
from accounts.models import User
member = User.objects.create_user("member0@example.org", "{PHRASE}")
User.objects.bulk_create(
    User(email=f"member{{n}}@example.org", email_key=f"member{{n}}@example.org", password=member.password)
    for n in range(1, {TURNS * 10})
)
for user in User.objects.all():
    user.confirm_address()
"""


class Browser:
    """One visitor: cookies, and the token of the last form. Each comes from a network of its own."""

    made = 0
    token = ""

    def __init__(self) -> None:
        Browser.made += 1
        self.network = f"10.{Browser.made >> 16 & 255}.{Browser.made >> 8 & 255}.{Browser.made & 255}"
        self.cookies: dict[str, str] = {}
        self.line = http.client.HTTPConnection(HOST, PORT, timeout=60)

    def ask(self, verb: str, address: str, form: dict[str, str] | None = None) -> tuple[int, float]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-Forwarded-For": self.network, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**form, "csrfmiddlewaretoken": self.token}) if form is not None else None
        start = time.perf_counter()
        self.line.request(verb, address, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - start
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if token := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = token[1]
        return answer.status, took


def post(address: str, expected: int, form: Callable[[str], dict[str, str]]) -> Callable[[str], float]:
    def act(email: str) -> float:
        browser = Browser()
        browser.ask("GET", address)
        status, took = browser.ask("POST", address, form(email))
        assert status == expected, (address, email, status)
        return took

    return act


def ask_again(email: str) -> float:
    browser = Browser()
    browser.ask("GET", "/accounts/signup/")
    browser.ask("POST", "/accounts/signup/", {"email": email, "password1": PHRASE})
    browser.ask("GET", "/accounts/confirm-email/")
    status, took = browser.ask("POST", "/accounts/confirm-email/", {"action": "resend"})
    assert status == 302, (email, status)
    return took


ACTIONS = {
    "sign in": post("/accounts/login/", 200, lambda email: {"login": email, "password": "wrong"}),
    "sign up": post("/accounts/signup/", 302, lambda email: {"email": email, "password1": PHRASE}),
    "new password": post("/accounts/password/reset/", 302, lambda email: {"email": email}),
    "code again": ask_again,
}


class SlowMail(socketserver.StreamRequestHandler):
    """A mail server that takes any letter, after a while."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                time.sleep(0.06)
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@contextlib.contextmanager
def mail_server() -> Iterator[str]:
    with socketserver.ThreadingTCPServer((HOST, 0), SlowMail) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://{HOST}:{server.server_address[1]}"
        server.shutdown()


@contextlib.contextmanager
def served(email_url: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        own = {"TRAINHUB_VAR": folder, "TRAINHUB_ENV_FILE": "", "EMAIL_URL": email_url, "TRUST_PROXY": "yes"}
        own |= {"DJANGO_SETTINGS_MODULE": "benchmarks.entrance_settings", "DEBUG": "", "LOG_REQUESTS": "no"}
        env = {**os.environ, **own}
        env.pop("DATABASE_URL", None)
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["createcachetable"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True)
        subprocess.run([*manage, "shell", "-v0", "-c", MEMBERS], cwd=ROOT, env=env, check=True)
        options = ["-b", f"{HOST}:{PORT}", "--threads", "4", "--log-level", "warning"]
        command = [sys.executable, "-m", "gunicorn", *options, "trainhub.wsgi"]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
            try:
                wait()
                yield
            finally:
                server.terminate()


def wait() -> None:
    for _time in range(300):
        try:
            if Browser().ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("TrainHub did not start.")


def main(slow: bool) -> int:
    far = 0
    with mail_server() if slow else contextlib.nullcontext("consolemail://") as email_url, served(email_url):
        print(f"{'':14}{'member: fastest, median':>26}{'stranger: fastest, median':>26}{'ratios':>16}")
        for number, (name, act) in enumerate(ACTIONS.items()):
            act(f"member{TURNS * 9 + number}@example.org")  # the first of all is slower
            times: dict[str, list[float]] = {kind: [] for kind in KINDS}
            for turn in range(TURNS):
                for kind in KINDS if turn % 2 else reversed(KINDS):
                    times[kind].append(1000 * act(f"{kind}{number * TURNS + turn}@example.org"))
            low, middle = ({kind: f(times[kind]) for kind in KINDS} for f in (min, statistics.median))
            ratios = [max(t.values()) / min(t.values()) for t in (low, middle)]
            figures = "".join(
                f"{low[kind]:>{16 if kind == 'member' else 18}.1f}{middle[kind]:>10.1f}" for kind in KINDS
            )
            print(f"{name:14}{figures} ms{ratios[0]:>7.2f}{ratios[1]:>6.2f}")
            far += ratios[0] > ALLOWED
    return min(far, 1)


if __name__ == "__main__":
    sys.exit(main("--slow-mail" in sys.argv[1:]))
