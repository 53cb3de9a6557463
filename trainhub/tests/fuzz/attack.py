"""One hostile visit after another, each taken back; and what must hold of every answer."""

from __future__ import annotations

import random
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from trainhub.tests import access_table, headers, walk
from trainhub.tests.fuzz import values
from trainhub.tests.fuzz.forms import Form, Found, discover, route_of
from trainhub.tests.fuzz.values import MARK

HOME = Path(__file__).resolve().parents[3]
SECRET = "only-for-the-others-eyes"
FORM = "application/x-www-form-urlencoded"
LINKS = {"href", "src", "action", "formaction", "poster", "data", "xlink:href", "hx-get", "hx-post", "srcdoc"}


class Markup(HTMLParser):
    """What of a page a browser would run or follow, and ours never has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if MARK in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            runs = name in LINKS and address.startswith(("javascript:", "data:text", "vbscript:"))
            if runs or name.startswith("on") or MARK in name:
                self.found.append(f"<{tag} {name}={value!r:.80}>")


@dataclass
class Sent:
    """A request, so that a person can send it again."""

    who: str
    method: str
    address: str
    body: bytes = b""
    kind: str = FORM
    extra: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = f"{self.method} {self.address[:2000]} as {self.who} {self.extra or ''}"
        return f"{said} {self.kind} {self.body[:2000]!r}" if self.body else said


class Attack:
    """Everything that one run of requests needs: the people, their things, the forms found, and the problems."""

    def __init__(self, people: dict[str, Any], seed: str) -> None:
        for person in people.values():
            walk.furnish(person)
        self.visitors = {who: walk.Visitor(person) for who, person in people.items()} | {"stranger": walk.Visitor()}
        for visitor in self.visitors.values():
            visitor.client.raise_request_exception = False
        self.worlds = [walk.Things(people["owner"], "private"), walk.Things(people["owner"], "public")]
        self.foreign = walk.Things(people["coach"], "private")
        for thing in (self.foreign.program, self.foreign.session, self.foreign.exercise):
            type(thing).objects.filter(pk=thing.pk).update(name=SECRET)
        # Asked for while everything is there: what a visit deleted has no address within it.
        worlds = (self.foreign, *self.worlds)
        self.admin = {name: [things.admin_address(name) for things in worlds] for name in walk.ADMIN_ROUTES}
        self.seed = seed
        self.asked = 0
        self.statuses: dict[int, int] = {}
        self.problems: dict[str, list[str]] = {}
        self.raised: list[BaseException] = []

    @cached_property
    def found(self) -> Found:
        """The forms of all pages. To go through them takes seconds: who only judges does without."""
        return discover([self.visitors["owner"], self.visitors["superuser"], self.visitors["stranger"]], self.worlds)

    # --- one after another -----------------------------------------------------------

    def run(self, requests: int, only: int | None = None) -> None:
        """Every address in turn, by GET and by POST and now and then otherwise, until so many were sent."""
        assert self.found.forms  # before the first visit, which is taken back
        got_request_exception.connect(self.note)
        try:
            for number, (name, method) in enumerate(self.turns()):
                if self.asked >= requests:
                    return
                if only in (None, number):
                    self.visit(random.Random(f"{self.seed}:{number}"), name, method, number)
                elif number > only:
                    return
        finally:
            got_request_exception.disconnect(self.note)

    def note(self, sender: Any, request: Any, **_: Any) -> None:
        problem = sys.exc_info()[1]
        if problem is not None:
            self.raised.append(problem)

    def turns(self) -> Iterator[tuple[str, str]]:
        """The first time round with the verbs that an address refuses, too."""
        names = sorted({*walk.ROUTES, *walk.ADMIN_ROUTES})
        chance = random.Random(self.seed)
        turn = [(name, method) for name in names for method in ("GET", "POST")]
        while True:
            chance.shuffle(turn)
            yield from turn
            turn = [asked for asked in turn if offered(*asked)]

    def visit(self, chance: random.Random, name: str, method: str, number: int) -> None:
        """A few requests to one address, one after another on what the one before left; then all is as it was."""
        who = self.someone(chance, name)
        visitor = self.visitors[who]
        visitor.client.cookies.clear()
        visitor.client.cookies.load(visitor.cookies)
        with transaction.atomic():
            for _ in range(chance.choice([1, 1, 2, 3])):
                sent = self.request(chance, who, name, method)
                response = self.send(visitor, sent, number)
                if response is not None and response.status_code == 302 and not headers.leads_away(response):
                    there = urljoin(sent.address, response.headers["Location"])
                    self.send(visitor, Sent(who, "GET", there), number)
            transaction.set_rollback(True)

    @staticmethod
    def someone(chance: random.Random, name: str) -> str:
        if name in walk.ADMIN_ROUTES:
            return chance.choices(["superuser", "curator", "staff", "owner", "stranger"], [60, 30, 3, 4, 3])[0]
        return chance.choices(["owner", "coach", "superuser", "stranger"], [70, 10, 10, 10])[0]

    def send(self, visitor: walk.Visitor, sent: Sent, number: int) -> Any:
        self.asked += 1
        self.raised.clear()
        try:
            response = visitor.client.generic(sent.method, sent.address, sent.body, sent.kind, **sent.extra)
        except Exception as problem:
            self.raised.append(problem)
            self.report(f"not answered: {self.where()}", sent, number)
            return None
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        for problem in self.judge(response, sent):
            self.report(problem, sent, number)
        return response

    def report(self, problem: str, sent: Sent, number: int) -> None:
        self.problems.setdefault(problem, []).append(f"visit {number} of seed {self.seed}: {sent}")

    # --- what is sent ------------------------------------------------------------------

    def request(self, chance: random.Random, who: str, name: str, method: str) -> Sent:
        form = self.form(chance, name, method)
        address = self.address(chance, name, form)
        pairs = self.pairs(chance, form)
        if chance.random() < 0.04:
            method = chance.choice(["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
        extra = self.headers(chance)
        if method in ("GET", "HEAD"):
            return Sent(who, method, f"{address}?{self.encoded(chance, pairs)}", b"", FORM, extra)
        body, kind = self.body(chance, form, pairs)
        return Sent(who, method, address, body, kind, extra)

    def form(self, chance: random.Random, name: str, method: str) -> Form:
        known = self.found.forms.get(name, [])
        sent_so = [form for form in known if form.method == method.lower()] or known
        if sent_so and chance.random() < 0.9:
            return chance.choice(sent_so)
        return Form("", method, tuple((field, "") for field in chance.sample(values.FIELDS, 8)))

    def address(self, chance: random.Random, name: str, form: Form) -> str:
        worlds = (self.foreign, *self.worlds)
        world = 0 if chance.random() < 0.07 else chance.randrange(1, len(worlds))
        if form.address and chance.random() < 0.6:
            address = form.address.partition("?")[0]
        elif name in walk.ROUTES:
            address = worlds[world].address(name)
        else:
            address = self.admin[name][world]
        if chance.random() < 0.1:
            parts = address.strip("/").split("/")
            parts[chance.randrange(len(parts))] = chance.choice(values.SEGMENTS)
            address = f"/{'/'.join(parts)}{chance.choice(['/', '/', ''])}"
        return address

    def ids(self) -> list[str]:
        return [str(thing.pk) for things in (self.worlds[0], self.foreign) for thing in documents(things)]

    def value(self, chance: random.Random, value: str) -> str:
        kind = chance.random()
        if kind < 0.6:
            return values.nonsense(chance)
        if kind < 0.75:
            return chance.choice(values.PLAUSIBLE)
        if kind < 0.85:
            return chance.choice(self.ids()) + chance.choice(["", "", ".0", ".1", ".99", ".x", ".1.1"])
        if kind < 0.9:
            return f"after:{chance.choice(self.ids())}"
        return value + values.nonsense(chance)

    def pairs(self, chance: random.Random, form: Form) -> list[tuple[str, str]]:
        """The form as it stands, with some of it changed, left out, said twice, or said by another name."""
        pairs = self.choices(chance, form)
        calm = chance.random()
        share = 0 if calm < 0.08 else 1 if calm > 0.93 else chance.choice([0.1, 0.3, 0.5])
        changed = []
        for name, value in pairs:
            if chance.random() < share / 4:
                continue
            if chance.random() < share or (not value and chance.random() < 0.5):
                value = self.value(chance, value)
            changed.append((name, value))
            if chance.random() < share / 5:
                changed.append((name, self.value(chance, value)))
        if chance.random() < 0.15:
            changed.append((chance.choice(values.FIELDS), self.value(chance, "")))
        if chance.random() < 0.03:
            changed.append((values.nonsense(chance), "x"))
        if chance.random() < 0.01:
            changed += [(chance.choice(pairs)[0] if pairs else "x", "1")] * 2_100
        return changed

    @staticmethod
    def choices(chance: random.Random, form: Form) -> list[tuple[str, str]]:
        """Of a name with many values one or a few: radio buttons and lists come with all of theirs."""
        by_name: dict[str, list[str]] = {}
        for name, value in form.pairs:
            by_name.setdefault(name, []).append(value)
        return [
            (name, value)
            for name, known in by_name.items()
            for value in (
                known if len(known) == 1 else chance.sample(known, chance.choice([1, 1, 1, min(3, len(known))]))
            )
        ]

    @staticmethod
    def encoded(chance: random.Random, pairs: list[tuple[str, str]]) -> str:
        text = urlencode(pairs, errors="surrogatepass")
        if chance.random() < 0.05:
            text += chance.choice(["&%", "&=%ff", "&%ed%a0%80=1", ";a=b", "&&=&", "&a[]=1&a[b]=2", "&" * 900])
        return text

    def body(self, chance: random.Random, form: Form, pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
        kind = chance.random()
        if form.files or kind < 0.05:
            data: dict[str, Any] = {}
            for name, value in pairs:
                data.setdefault(name, []).append(value)
            for name in form.files or ("file",):
                if chance.random() < 0.85:
                    data[name] = self.file(chance)
            body = encode_multipart(BOUNDARY, data)
            return (values.damaged(chance, body) if chance.random() < 0.1 else body), MULTIPART_CONTENT
        body = self.encoded(chance, pairs).encode()
        if kind < 0.09:
            return values.damaged(chance, body), chance.choice(values.KINDS)
        if kind < 0.095:
            return b"name=" + b"x" * 10_000_000, FORM
        return body, FORM

    def file(self, chance: random.Random) -> Any:
        kind = chance.random()
        if kind < 0.4 or not self.found.files:
            name, content = chance.choice(values.FILES)
        else:
            _route, content = chance.choice(self.found.files)
            content = values.damaged(chance, content) if chance.random() < 0.8 else content
            name = "a" + chance.choice(
                [".csv", ".json", ".xlsx", ".zwo", ".mrc", ".erg", ".fit", ".txt", ".tsv", ".md", ""]
            )
        file = SimpleUploadedFile("a", content, chance.choice(["text/csv", "application/json", "x", ""]))
        file._name = name  # the setter makes it harmless, as a browser does not
        return file

    @staticmethod
    def headers(chance: random.Random) -> dict[str, str]:
        if chance.random() < 0.25:
            return {"HTTP_HX_REQUEST": "true"}
        said = chance.choice(values.HEADERS) if chance.random() < 0.15 else {}
        named = {name.upper().replace("-", "_"): value for name, value in said.items()}
        return {name if name == "CONTENT_LENGTH" else f"HTTP_{name}": value for name, value in named.items()}

    # --- what must hold ------------------------------------------------------------------

    def judge(self, response: Any, sent: Sent) -> Iterator[str]:
        if response.status_code >= 500:
            yield f"{response.status_code}: {self.where()}"
        yield from headers.problems(response)
        if headers.leads_away(response):
            yield f"leads away to {response.headers['Location'][:60]}"
        if response.streaming:
            return
        kind = response.headers.get("Content-Type", "")
        if MARK.encode() in response.content and kind.startswith("text/html"):
            yield from (f"runs: {found}" for found in Markup(response.content.decode()).found)
        told = SECRET.encode() in response.content and SECRET.encode() not in sent.body
        if told and not may_see_it(sent):
            yield "shows what is another's"

    def where(self) -> str:
        """The mistake, and the last line of ours that led to it."""
        if not self.raised:
            return "no exception"
        problem = self.raised[-1]
        frames = traceback.extract_tb(problem.__traceback__)
        ours = [frame for frame in frames if frame.filename.startswith(f"{HOME}/") and ".venv" not in frame.filename]
        told = {(Path(frame.filename).name, frame.lineno) for frame in [*ours[-1:], *frames[-1:]]}
        place = "".join(f" at {name}:{line}" for name, line in sorted(told))
        return f"{type(problem).__name__}{place}: {str(problem)[:120]}"


TABLE = access_table.read(access_table.SITE) | access_table.read(access_table.ADMIN)


def offered(name: str, method: str) -> bool:
    """Does the address take this verb from anybody?"""
    column = 0 if method == "GET" else 1
    return name not in TABLE or any(cell[column] not in ("405", "asked") for cell in TABLE[name])


def may_see_it(sent: Sent) -> bool:
    """What is another's sees that coach, an operator in the admin, and whoever has an address that is the key."""
    name = route_of(sent.address)
    operates = sent.who == "superuser" and name.startswith("admin:")
    return sent.who == "coach" or operates or name in access_table.OPEN_BY_SECRET


def documents(things: walk.Things) -> list[Any]:
    return [things.exercise, things.session, things.group, things.line, things.program, things.placing, things.change]
