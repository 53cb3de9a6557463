"""Every address of the site, one of each thing to find there, and asking without leaving a trace."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from core.editing import stack
from core.ids import new_id
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import CalendarFeed, ColumnChoice, ShareLink, new_token
from programs.tests.factories import ProgramFactory
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

SIGN_IN = "/accounts/login/"
# What a request may write though it was refused: who is here, and how often they tried.
TRACES = {"django_session", "usersessions_usersession", "cache"}
NOT_OFFERED = dict.fromkeys(["put", "patch", "delete", "options", "trace"], "405")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def routes(patterns: Any = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Every address: its name, and its pattern. What has no name is called by its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.namespace or namespace, route)
        else:
            name = pattern.name or route.removeprefix("admin/")
            yield (f"{namespace}:{name}" if namespace else name), route


def words(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


ROUTES = {name: words(route) for name, route in routes() if not route.startswith("admin/")}
ADMIN_ROUTES = {name: route for name, route in routes() if route.startswith("admin/")}


class Things:
    """One of each, all of one coach: an exercise, a session with a group, a program with it placed, a step in it."""

    def __init__(self, owner: Any, visibility: str) -> None:
        self.owner = owner
        library = visibility == "public"
        self.exercise = ExerciseFactory(author=None if library else owner)
        self.session = SessionFactory(author=owner, visibility=visibility)
        self.group = GroupFactory(session=self.session)
        self.line = SessionExerciseFactory(session=self.session, group=self.group)
        self.program = ProgramFactory(author=owner, visibility=visibility)
        self.placing = schedule.place(self.program, owner, self.session, 1, 1)
        self.change = stack(self.program, owner)[0]
        self.link = ShareLink.objects.create(program=self.program)
        self.feed = CalendarFeed.objects.create(program=self.program, start_date="2027-01-04", time_zone="UTC")
        self.choice = ColumnChoice.objects.create(coach=owner, head=visibility, name="Zeug", roles={"1": "notes"})
        self.passkey = passkey(owner)
        self.device = UserSession.objects.create(
            user=owner, ip="192.0.2.7", user_agent="Phone", session_key=f"of-{owner.pk}-{visibility}"
        )

    def thing(self, name: str) -> Any:
        """What `pk` names in this address."""
        app, _, verb = name.rpartition(":")
        if verb == "shared_placing" or verb.startswith("placing_") and verb != "placing_create":
            return self.placing
        if verb == "exercise_add":
            return self.exercise
        if app == "programs" and verb.startswith("session_"):
            return self.session
        if verb.startswith("device_"):
            return self.device
        if verb in ("feed_renew", "feed_end"):
            return self.feed
        if verb == "program_paste_forget":
            return self.choice
        by_app = {"core": self.change, "exercises": self.exercise, "sessions": self.session, "programs": self.program}
        return by_app[app] if app else self.passkey

    def address(self, name: str, **other: Any) -> str:
        known = {"line": self.line.pk, "group": self.group.pk, "week": 1, "verb": "copy", "key": "x", "uidb36": "x"}
        known["format"] = "xlsx" if name.endswith("_download") else "json"
        known["token"] = self.feed.token if name == "programs:calendar_feed" else self.link.token
        if "pk" in ROUTES[name]:
            known["pk"] = self.thing(name).pk
        return reverse(name, kwargs={word: (known | other)[word] for word in ROUTES[name]})

    def admin_address(self, name: str, pk: str = "") -> str:
        """Where `pk`, or one of these things, is the object in the address."""
        if name == "admin:view_on_site":
            kind = ContentType.objects.get_for_model(self.program).pk
            return reverse(name, args=[kind, self.program.pk])
        if name == "admin:app_list":
            return reverse(name, args=["exercises"])
        route = ADMIN_ROUTES[name]
        if "(?P<url>" in route:
            return "/admin/nowhere/"
        if "<" in route:
            model = apps.get_model(*route.split("/")[1:3])
            mine = [thing for thing in vars(self).values() if isinstance(thing, model)]
            pk = pk or str((mine or model._default_manager.all())[0].pk)
        return "/" + re.sub("<[^>]+>", pk, route)

    def unknown(self, name: str) -> str:
        """The same address with an id, or a link, that nobody has."""
        if "token" in ROUTES[name]:
            return self.address(name, token=new_token())
        pk = self.thing(name).pk
        return self.address(name, pk=pk + 1_000_000 if isinstance(pk, int) else new_id())


def furnish(user: Any) -> None:
    """An account as it is after its first day: the email known, recovery codes (and seen), a passkey."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    RecoveryCodes.activate(user).mark_as_viewed()
    passkey(user)


def passkey(user: Any) -> Authenticator:
    """A passkey as a browser makes it, without the browser."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    made = AttestedCredentialData.create(bytes(16), new_id().encode(), key)
    data = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, made)
    credential = {
        "id": websafe_encode(made.credential_id),
        "rawId": websafe_encode(made.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(CollectedClientData.create("webauthn.create", b"x", "http://testserver")),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    return WebAuthn.add(user, "Key", credential).instance


Rows = dict[str, dict[Any, dict[str, Any]]]


def every_row(tables: Container[str]) -> Rows:
    """All that these tables hold: by model, by id."""
    models = [model for model in apps.get_models() if model._meta.db_table in tables]
    return {
        model._meta.label: {row[model._meta.pk.attname]: row for row in model._default_manager.values()}
        for model in models
    }


def everything() -> Rows:
    """All that there is."""
    return every_row({model._meta.db_table for model in apps.get_models()} - TRACES)


class Answer:
    """A response, in the table's words, and what it did to the rows."""

    def __init__(self, response: Any, before: Rows, after: Rows) -> None:
        self.response = response
        # Models of which any row came, changed or went; and those of which one that was there did.
        self.changed = [model for model in before if before[model] != after[model]]
        self.touched = [model for model in self.changed if not before[model].items() <= after[model].items()]
        asked = response.status_code == 302 and response.headers["Location"].startswith(f"{SIGN_IN}?next=")
        self.word = "asked" if asked else str(response.status_code)


class Visitor:
    """Asks, and takes back what asking did: each request meets the same world."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)
            request = HttpRequest()
            request.session = self.client.session
            record_authentication(request, user, method="password", reauthenticated=True)
            request.session.save()
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, address: str, *data: Any, **extra: Any) -> Answer:
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        written: set[str] = set()

        def watch(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
            if write := WRITES.match(sql):
                written.add(write[1])
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                response = getattr(self.client, method)(address, *data, **extra)
            after = every_row(written - TRACES)
            transaction.set_rollback(True)
        return Answer(response, every_row(written - TRACES), after)
