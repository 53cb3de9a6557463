"""Who asks, in one process: a test client for each, and what a request needs to be sent by another one."""

from __future__ import annotations

import re
import sys
from functools import _lru_cache_wrapper, cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import data, floor
from benchmarks.targets import ADMIN, COACH, NOBODY, Ask, Target, user
from programs import kept

EMAILS = {COACH: data.COACH, ADMIN: data.ADMIN}


# What a page of a session or program sends with each verb, and gets with each answer.
SEEN = re.compile(rb'name="seen" value="(\d+)"')


def _document(path: str) -> str:
    return "/".join(path.split("/")[:3])


@cache
def _worked_out() -> list[Any]:
    """The memories of programs, but for those of one placed session: what it adds up to, what of it is too heavy."""
    of_session = {"programs.counting", "programs.maxima"}
    names = {name for name in sys.modules if name.startswith("programs.") and name not in of_session}
    every = [one for name in names for one in vars(sys.modules[name]).values()]
    return [one for one in every if type(one) is _lru_cache_wrapper and one.__module__ in names]


def forget() -> None:
    """What programs remember of their rows, as after any change to them all. What a session adds up to stays known."""
    for worked_out in _worked_out():
        worked_out.cache_clear()
    kept.forget()


class Failed(Exception):
    """A page or an action answered something else than it should."""


class People:
    """Signed-in clients. `send` does what a browser would, and insists on the status."""

    def __init__(self) -> None:
        self.clients = {who: Client() for who in (COACH, ADMIN, NOBODY)}
        self.seen: dict[str, str] = {}  # by session: which version the page shows
        self.tags: dict[str, str] = {}  # by page: the ETag of what one has of it
        for who, email in EMAILS.items():
            self.clients[who].force_login(user(email))

    def send(self, target: Target, ask: Ask) -> Any:
        return self._send(target, ask, ask.path, target.status)

    def send_floor(self, target: Target, ask: Ask) -> Any:
        """The same request to the floor."""
        return self._send(target, ask, floor.address(target.name, target.who == NOBODY), 200)

    def _send(self, target: Target, ask: Ask, path: str, status: int) -> Any:
        client = self.clients[target.who]
        if target.who == NOBODY:
            client.cookies.clear()  # who signed in is nobody no more
        headers = {"HX-Request": "true"} if target.part else {}
        if target.again:
            headers["If-None-Match"] = self._tag(client, ask.path)
        page = _document(ask.page or ask.path)
        form = (ask.form or {}) | {"seen": self.seen.get(page, str(ask.seen))}
        response = client.get(path, headers=headers) if ask.form is None else client.post(path, form, headers=headers)
        if path == ask.path and ask.form is not None and (seen := SEEN.search(response.content)):
            self.seen[page] = seen[1].decode()
        if response.status_code != status:
            sentence = f"{target.name}: {path} answered {response.status_code} instead of {status}"
            raise Failed(f"{sentence}\n{response.content.decode(errors='replace')[:2000]}")
        return response

    def prepare(self, target: Target, ask: Ask) -> None:
        """What is to be so when the request comes, and no part of it."""
        if target.cold:
            forget()
        if target.again:
            self._tag(self.clients[target.who], ask.path)

    def _tag(self, client: Client, path: str) -> str:
        if path not in self.tags:
            client.get(path)  # which leaves its cookies
            self.tags[path] = client.get(path).headers["ETag"]
        return self.tags[path]

    def queries(self, target: Target, ask: Ask) -> int:
        self.prepare(target, ask)
        with CaptureQueriesContext(connection) as captured:
            self.send(target, ask)
        return len(captured)

    def cookies(self, who: str) -> str:
        """For another client: the Cookie header of this person."""
        jar = self.clients[who].cookies
        name = settings.SESSION_COOKIE_NAME
        return f"{name}={jar[name].value}" if name in jar else ""
