"""Coaches who work through HTTP, and what they were told: for tools that put a server under load, or kill it.

A `Desk` is a document in hand and the ledger of what was acknowledged in it. Each answer of the builders names the
step that it made (what undo would take back), so the ledger is a list of steps; `tools/whole.py` compares it with the
database. Nothing here knows Django.
"""

from __future__ import annotations

import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ROWS = re.compile(r'/lines/(\w{25})/"')
CARDS = re.compile(r'data-card="(\w{25})"')
SEEN = re.compile(r'name="seen" value="(\d+)"')
# What undo would take back: of a session by the step it names, of a program by its address.
UNDOABLE = re.compile(
    r'data-undo(?: action="/changes/(\w{25})/undo/"|>(?:<[^>]*>)*?<input type="hidden" name="step" value="(\w{25})")'
)
TOKEN = secrets.token_hex(16)  # for the cookie and for the form: that both say the same is all that Django asks
SIGN_IN = "/accounts/login/"
IDLE = 4  # seconds after which gunicorn may have closed a connection that nobody used

EXERCISES = ("Back squat", "Bench press", "Deadlift", "Pull-up", "Overhead press", "Front squat", "Romanian deadlift")


class Unanswered(Exception):
    """No whole answer came: it may be done, or not."""


class Wrong(Exception):
    """An answer that no coach should ever see."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str

    @property
    def is_turned_away(self) -> bool:
        """To the page where one signs in: nothing was done."""
        return self.status == 302 and self.location == SIGN_IN

    @property
    def is_done(self) -> bool:
        return self.status in (200, 202, 204, 302) and not self.is_turned_away


class Coach:
    """One browser without a screen: a connection that is kept, and the cookies of who signed in."""

    def __init__(
        self, port: int, email: str, cookies: Mapping[str, str] | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.port, self.email, self.host = port, email, host
        self.cookies = {"csrftoken": TOKEN, **(cookies or {})}
        self.line: http.client.HTTPConnection | None = None
        self.used = 0.0

    def ask(self, path: str, form: Mapping[str, Any] | None = None, part: bool = True) -> Answer:
        """The answer, read to its end."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "X-CSRFToken": TOKEN}
        headers |= {"HX-Request": "true"} if part else {}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        if self.line is None or time.monotonic() > self.used + IDLE:
            self.close()
            self.line = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            self.line.request("GET" if form is None else "POST", path, body, headers)
            response = self.line.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise Unanswered(f"{type(problem).__name__}: {problem}") from problem
        self.used = time.monotonic()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            if name != "csrftoken":
                self.cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", "").partition("?")[0])

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def sign_in(self, password: str) -> None:
        answer = self.ask(SIGN_IN, {"login": self.email, "password": password}, part=False)
        if answer.status != 302 or answer.is_turned_away:
            raise Wrong(f"Signing in as {self.email} was answered {answer.status}.")

    def again(self) -> Coach:
        """The same person in another tab."""
        return Coach(self.port, self.email, self.cookies, self.host)


@dataclass
class Asked:
    """A write on its way. `swaps`: the step that it takes back or does again."""

    swaps: str = ""


@dataclass
class Desk:
    """A session or a program that is worked on, and its ledger. Several tabs may share one.

    author: whose it is. told: each step that was acknowledged, and whether it stands or was taken back.
    marks: words that must stand in a step.
    """

    kind: str
    author: str = ""
    path: str = ""
    told: dict[str, bool] = field(default_factory=dict)
    redoable: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    items: list[str] = field(default_factory=list)  # rows or placings, as last seen
    seen: str = "1"
    gone: bool = False  # deleted: what was told of it last is a step without a name
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pk(self) -> str:
        return self.path.strip("/").rpartition("/")[2]

    @property
    def standing(self) -> list[str]:
        return [step for step, stands in self.told.items() if stands]

    def last(self, stands: bool) -> str:
        """What undo (or redo) is about. The first step made the document: that stays."""
        found = self.standing[1:] if stands else self.redoable
        return found[-1] if found else ""

    def made(self, step: str, mark: str) -> None:
        """A new step: what had been taken back can no more be done again."""
        self.told[step] = True
        self.redoable.clear()
        if mark:
            self.marks[step] = mark

    def swapped(self, step: str) -> None:
        """Taken back, or done again."""
        self.told[step] = not self.told.get(step, True)
        self.redoable = [one for one in self.redoable if one != step] + [step] * (not self.told[step])


@dataclass
class Diary:
    """What a coach did: how long each answer took and how often it was yes, by the name of the verb."""

    times: dict[str, list[float]] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return sum(count for name, count in self.done.items() if not name.startswith(READ))

    def note(self, name: str, answer: Answer, took: float, allowed: set[int]) -> None:
        self.times.setdefault(name, []).append(took)
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.is_done:
            self.done[name] = self.done.get(name, 0) + 1
        if answer.is_turned_away:
            self.wrong.append(f"{name} was answered with the page to sign in.")
        elif answer.status not in allowed:
            self.wrong.append(f"{name} was answered {answer.status}: {in_words(answer.text)[:300]}")


def in_words(page: str) -> str:
    """What a page says, without how it looks."""
    return " ".join(re.sub(r"<head>.*?</head>|<svg.*?</svg>|<[^>]*>", " ", page, flags=re.DOTALL).split())


READ = "read "  # how the names of requests begin that write nothing
REFUSED = {404, 409, 422}  # what another tab did meanwhile, or an undo took away


class Worker:
    """A coach at a desk. `write` does one verb after the other, as the dice say."""

    def __init__(self, coach: Coach, dice: random.Random, name: str, unavailable: bool = False) -> None:
        self.coach, self.dice, self.name = coach, dice, name
        self.count = 0
        self.diary = Diary()
        self.allowed = {200, 202, 204, 302} | REFUSED | ({503} if unavailable else set())

    # One request

    def read(self, name: str, path: str, part: bool = False) -> Answer:
        return self._ask(name, path, None, part)

    def send(self, desk: Desk, name: str, path: str, form: dict[str, Any], mark: str = "", swaps: str = "") -> Answer:
        """A write, with its place in the ledger: on its way first, then told, unless it was refused."""
        asked = Asked(swaps)
        with desk.lock:
            desk.asked.append(asked)
        answer = self._ask(name, path, {**form, "seen": desk.seen})
        if answer.status == 503:
            raise Unanswered("503")
        with desk.lock:
            # 204 has the page loaded anew, which has more weeks now: it is done, and does not say by which step.
            if answer.status != 204:
                desk.asked.remove(asked)
            if answer.is_done:
                self._enter(desk, answer, mark, swaps)
        return answer

    def _ask(self, name: str, path: str, form: dict[str, Any] | None, part: bool = True) -> Answer:
        begun = time.perf_counter()
        answer = self.coach.ask(path, form, part)
        self.diary.note(name, answer, time.perf_counter() - begun, self.allowed)
        return answer

    def _enter(self, desk: Desk, answer: Answer, mark: str, swaps: str) -> None:
        if swaps:
            desk.swapped(swaps)
        elif found := UNDOABLE.search(answer.text):
            step = found[1] or found[2]
            if step not in desk.told:
                desk.made(step, mark)
        self.look(desk, answer)

    def look(self, desk: Desk, answer: Answer) -> None:
        """What the page shows now: all of it, or what an answer brought."""
        found = list(dict.fromkeys((ROWS if desk.kind == "session" else CARDS).findall(answer.text)))
        is_whole = 'id="lines"' in answer.text or "<html" in answer.text
        desk.items = found if is_whole else list(dict.fromkeys([*desk.items, *found]))
        if seen := SEEN.search(answer.text):
            desk.seen = seen[1]

    def open(self, desk: Desk) -> None:
        """Reads the page, and with it what can be undone."""
        self.look(desk, self.read(f"{READ}{desk.kind}", desk.path))

    def word(self) -> str:
        self.count += 1
        return f"{self.name}.{self.count}"

    def text(self) -> str:
        dice = self.dice
        return f"{dice.choice(EXERCISES)} {dice.randint(2, 6)}x{dice.randint(3, 12)} @ {dice.randrange(50, 95, 5)}%"

    # Begin

    def new_desk(self, kind: str) -> Desk:
        form: dict[str, Any] = {"name": f"{kind.title()} {self.word()}", "sport": "strength"}
        if kind == "program":
            form |= {"duration_weeks": 8, "day_names": "weekday"}
        desk = Desk(kind, self.coach.email)
        self._begun(desk, f"new {kind}", f"/{kind}s/new/", form)
        return desk

    def import_program(self) -> Desk:
        """A program of eight weeks, typed."""
        name = f"Imported {self.word()}"
        weeks = (
            f"Week {week}\nMon Lower\n{self.text()}\n{self.text()}\nThu Upper\n{self.text()}" for week in range(1, 9)
        )
        desk = Desk("program", self.coach.email)
        self._begun(desk, "import", "/programs/paste/create/", {"text": f"# {name}\n\n" + "\n\n".join(weeks)})
        return desk

    def copy_program(self, of: Desk) -> Desk:
        desk = Desk("program", self.coach.email)
        self._begun(desk, "copy program", f"{of.path}copy/", {})
        return desk

    def _begun(self, desk: Desk, name: str, path: str, form: dict[str, Any]) -> None:
        answer = self._ask(name, path, form, part=False)
        if answer.status == 503:
            raise Unanswered("503")
        if answer.status != 302 or answer.is_turned_away:
            raise Wrong(f"{name} was answered {answer.status} {answer.location}: {answer.text[:300]}")
        desk.path = answer.location
        page = self.read(f"{READ}{desk.kind}", desk.path)
        if page.status == 503:  # it is made, and nobody was told its first step
            raise Unanswered("503")
        self._enter(desk, page, str(form.get("name", "")), swaps="")

    # Verbs

    def write(self, desk: Desk) -> str:
        """One verb. Its name."""
        verbs = self.session_verbs() if desk.kind == "session" else self.program_verbs()
        if not desk.items:
            verbs = verbs[:1]
        verb = self.dice.choices([verb for verb, _weight in verbs], [weight for _verb, weight in verbs])[0]
        verb(desk)
        return verb.__name__

    def session_verbs(self) -> list[tuple[Callable[[Desk], None], int]]:
        return [
            (self.type_line, 6), (self.change_line, 4), (self.move_line, 4), (self.copy_line, 2),
            (self.group_line, 1), (self.remove_line, 1), (self.undo, 2), (self.redo, 1),
        ]  # fmt: skip

    def program_verbs(self) -> list[tuple[Callable[[Desk], None], int]]:
        return [
            (self.place, 5), (self.move_card, 6), (self.copy_card, 3), (self.adjust_card, 2), (self.remove_card, 1),
            (self.copy_week, 1), (self.undo, 2), (self.redo, 1),
        ]  # fmt: skip

    def type_line(self, desk: Desk) -> None:
        word = self.word()
        form = {"text": f"{self.text()} ({word})", "section": "main", "once": word}
        self.send(desk, "type a line", f"{desk.path}lines/", form, mark=word)

    def on_item(self, desk: Desk, name: str, verb: str, form: dict[str, Any], mark: str = "") -> Answer:
        item = self.dice.choice(desk.items)
        if desk.kind == "session":
            path = f"{desk.path}lines/{item}/{verb}"
            form = {**form, "once": self.word()}
        else:
            path = f"/placings/{item}/{verb}"
        answer = self.send(desk, name, path, form, mark)
        if verb == "remove/" or answer.status == 404:
            desk.items = [one for one in desk.items if one != item]
        return answer

    def change_line(self, desk: Desk) -> None:
        exercise, _space, text = self.text().rpartition(" ")[0].rpartition(" ")[0].rpartition(" ")
        word = self.word()
        self.on_item(desk, "change a line", "", {"name": exercise, "text": f"{text} ({word})"}, mark=word)

    def move_line(self, desk: Desk) -> None:
        self.on_item(desk, "move a line", "move/", {"to": self.dice.choice(("up", "down", "end:main"))})

    def copy_line(self, desk: Desk) -> None:
        self.on_item(desk, "copy a line", "copy/", {})

    def group_line(self, desk: Desk) -> None:
        self.on_item(desk, "group a line", "group/", {})

    def remove_line(self, desk: Desk) -> None:
        self.on_item(desk, "remove a line", "remove/", {})

    def day(self) -> dict[str, int]:
        return {"week": self.dice.randint(1, 8), "day": self.dice.randint(1, 7)}

    def place(self, desk: Desk) -> None:
        word = self.word()
        form = {"name": f"Day {word}", "line": self.text(), **self.day()}
        self.send(desk, "place a session", f"{desk.path}place/", form, mark=word)

    def move_card(self, desk: Desk) -> None:
        self.on_item(desk, "drag a session", "move/", self.day())

    def copy_card(self, desk: Desk) -> None:
        self.on_item(desk, "copy a session", "copy/", self.day())

    def adjust_card(self, desk: Desk) -> None:
        self.on_item(desk, "adjust a session", "adjust/", {"adjustment": f"+{self.dice.randint(1, 9)}%"})

    def remove_card(self, desk: Desk) -> None:
        self.on_item(desk, "remove a session", "remove/", {})

    def copy_week(self, desk: Desk) -> None:
        one, other = self.dice.sample(range(1, 9), 2)
        self.send(desk, "copy a week", f"{desk.path}weeks/{one}/copy/", {"weeks": str(other)})

    def undo(self, desk: Desk) -> None:
        self._swap(desk, "undo", stands=True)

    def redo(self, desk: Desk) -> None:
        self._swap(desk, "redo", stands=False)

    def _swap(self, desk: Desk, verb: str, stands: bool) -> None:
        if not (step := desk.last(stands)):
            return
        if desk.kind == "session":
            self.send(desk, verb, f"{desk.path}{verb}/", {"step": step, "once": self.word()}, swaps=step)
        else:
            self.send(desk, verb, f"/changes/{step}/{verb}/", {"next": desk.path}, swaps=step)
            self.open(desk)

    def delete(self, desk: Desk) -> None:
        answer = self.send(desk, f"delete {desk.kind}", f"{desk.path}delete/", {})
        desk.gone = answer.is_done
