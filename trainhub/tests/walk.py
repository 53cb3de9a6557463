"""Every address of the site, one of each thing to find there, and asking without leaving a trace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
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
from programs.tests.factories import ProgramFactory
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

SIGN_IN = "/accounts/login/"
# What a request may write though it was refused: who is here, and how often they tried.
TRACES = {"django_session", "usersessions_usersession", "cache"}
NOT_OFFERED = dict.fromkeys(["put", "patch", "delete", "options", "trace"], "405")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def routes(
    patterns: Any = None, namespace: str = "", words: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address outside of the admin: its name, and the words of its arguments."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = (*words, *re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))
        if not isinstance(pattern, URLResolver):
            yield f"{namespace}{pattern.name}", here
        elif pattern.namespace != "admin":
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, here)


ROUTES = dict(routes())


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
        self.passkey = furnish(owner)

    def thing(self, name: str) -> Any:
        """What `pk` names in this address."""
        app, _, verb = name.rpartition(":")
        if verb.startswith("placing_") and verb != "placing_create":
            return self.placing
        if verb == "session_places":
            return self.session
        by_app = {"core": self.change, "exercises": self.exercise, "sessions": self.session, "programs": self.program}
        return by_app[app] if app else self.passkey

    def address(self, name: str, **other: Any) -> str:
        known = {"line": self.line.pk, "group": self.group.pk, "week": 1, "key": "x", "uidb36": "x"}
        if "pk" in ROUTES[name]:
            known["pk"] = self.thing(name).pk
        return reverse(name, kwargs={word: (known | other)[word] for word in ROUTES[name]})

    def unknown(self, name: str) -> str:
        """The same address with an id that nobody has."""
        pk = self.thing(name).pk
        return self.address(name, pk=pk + 1_000_000 if isinstance(pk, int) else new_id())


def every_row() -> dict[str, list[Any]]:
    """All that the site holds, but for the traces of a visit."""
    models = [model for model in apps.get_models() if model._meta.db_table not in TRACES]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def furnish(user: Any) -> Authenticator:
    """An account as it is after its first day: the email known, recovery codes (and seen), a passkey."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    RecoveryCodes.activate(user).mark_as_viewed()
    return passkey(user)


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


class Visitor:
    """Asks, and undoes what asking did: each request meets the same world."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)
            request = HttpRequest()
            request.session = self.client.session
            record_authentication(request, user, method="password", reauthenticated=True)
            request.session.save()
        self.cookies = self.client.cookies.output(header="", sep=";")

    @contextmanager
    def ask(self, method: str, address: str, *data: Any, **extra: Any) -> Iterator[Answer]:
        """The answer while it still holds: what was written is taken back at the end of the block."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        answer = Answer()
        with transaction.atomic(), connection.execute_wrapper(answer.look_at):
            answer.response = getattr(self.client, method)(address, *data, **extra)
            yield answer
            transaction.set_rollback(True)


class Answer:
    """A response, and which tables it tried to write."""

    response: HttpResponseBase

    def __init__(self) -> None:
        self.written: set[str] = set()

    def look_at(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (write := WRITES.match(sql)) and write[1] not in TRACES:
            self.written.add(write[1])
        return execute(sql, params, many, context)

    @property
    def word(self) -> str:
        """The status, as the table writes it."""
        if self.response.status_code == 302 and self.response.headers["Location"].startswith(f"{SIGN_IN}?next="):
            return "asked"
        return str(self.response.status_code)
