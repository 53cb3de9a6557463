"""Every address of ours, for everyone in the cast, with good and with bad input."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.tests.factories import UserFactory
from core.models import Change
from exercises.tests.factories import ExerciseFactory
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from sessions_app.digests import refresh_digest
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

OURS = {"core", "accounts", "exercises", "sessions", "programs"}
# What else an address names beside the document it belongs to.
NUMBERS = {"week": 1}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, whose document `pk` is, the other keys, and whether a page can be read there."""

    name: str
    keys: tuple[str, ...]
    reads: bool
    is_open: bool

    @property
    def document(self) -> str:
        """What `pk` is: by the name, up to its verb."""
        app, _, name = self.name.partition(":")
        if name.startswith(("change", "placing_", "session_")) and "pk" in self.keys and name != "placing_create":
            return name.split("_")[0]
        if name.startswith("session_"):  # also where the programs speak of a session
            return "session"
        return {"exercises": "exercise", "sessions": "session", "programs": "program"}.get(app, "")

    def __str__(self) -> str:
        return self.name


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, ""), key=str)


def _walk(patterns: list[Any], namespace: str) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and namespace in OURS:
            view = getattr(pattern.callback, "view_class", None)
            reads = hasattr(view, "get") and "get" in view.http_method_names
            is_open = not getattr(pattern.callback, "login_required", True)
            yield Address(f"{namespace}:{pattern.name}", tuple(pattern.pattern.converters), reads, is_open)


ALL = addresses()
WITH_DOCUMENT = [address for address in ALL if "pk" in address.keys]
READ = [address for address in ALL if address.reads]
each = pytest.mark.parametrize


@dataclass
class World:
    """One coach's private things, one of each kind."""

    coach: Any
    program: Any
    placing: Any
    session: Any
    exercise: Any
    change: Any
    line: Any
    group: Any

    def path(self, address: Address, **other: Any) -> str:
        from django.urls import reverse

        values = {"pk": getattr(self, address.document, self.program), "line": self.line, "group": self.group}
        keys = {key: NUMBERS.get(key) or values[key].pk for key in address.keys}
        return reverse(address.name, kwargs={**keys, **other})


@pytest.fixture
def world():
    coach = UserFactory()
    exercise = ExerciseFactory(author=coach, status="own")
    session = SessionFactory(author=coach)
    group = GroupFactory(session=session)
    line = SessionExerciseFactory(session=session, exercise=exercise, group=group)
    refresh_digest(session)
    program = ProgramFactory(author=coach)
    ProgramWeekFactory(program=program)
    placing = ProgramSessionFactory(program=program, session=session)
    change = Change.objects.create(user=coach, document_type="programs.program", document_id=program.pk, number=1)
    return World(coach, program, placing, session, exercise, change, line, group)


def test_the_walk_finds_every_room():
    assert len(ALL) > 50
    assert {address.name.partition(":")[0] for address in ALL} == OURS


@each("address", ALL, ids=str)
def test_strangers_are_asked_to_sign_in(client, world, address):
    path = world.path(address)
    read, sent = client.get(path), client.post(path)
    if address.name == "accounts:theme":  # anybody may choose light or dark; an empty form chooses nothing
        assert (read.status_code, sent.status_code) == (405, 400)
        return
    assert (read.status_code, read.headers["Location"]) == (302, f"/accounts/login/?next={path}")
    assert sent.status_code == 405 if address.is_open else sent.status_code == 302


@each("role", ["another coach", "staff"])
@each("address", WITH_DOCUMENT, ids=str)
def test_what_is_private_is_not_there_for_others(client, world, address, role):
    client.force_login(UserFactory(is_staff=role == "staff", is_superuser=role == "staff"))
    path = world.path(address)
    assert client.get(path).status_code in ({404} if address.reads else {404, 405})
    assert client.post(path).status_code in ({404, 405} if address.reads else {404})


@each("address", WITH_DOCUMENT, ids=str)
def test_what_is_public_is_not_for_others_to_change(client, world, address):
    type(world.program).objects.filter(pk=world.program.pk).update(visibility="public")
    type(world.session).objects.filter(pk=world.session.pk).update(visibility="public")
    client.force_login(UserFactory())
    before = state(world)
    response = client.post(world.path(address))
    assert response.status_code in {302, 400, 403, 404, 405, 422}
    assert state(world) == before


def state(world: World) -> list[Any]:
    """Every column of what the coach has."""
    documents = (world.program, world.placing, world.session, world.exercise, world.line, world.group, world.change)
    return [type(document).objects.filter(pk=document.pk).values().first() for document in documents]


@each("address", READ, ids=str)
def test_the_owner_reads_every_page(client, world, address):
    client.force_login(world.coach)
    response = client.get(world.path(address))
    assert response.status_code == 200


WRONG = ["c0000000000000000000000zz", "x", "C" * 25, "c" * 26, "0", "-1", "é" * 25, "%27%22%3C", "..", "c" * 5000]


@each("address", WITH_DOCUMENT, ids=str)
def test_unknown_ids_are_404(client, world, address):
    client.force_login(world.coach)
    right = getattr(world, address.document, world.program).pk
    paths = [world.path(address).replace(right, wrong) for wrong in WRONG]
    assert {
        path: client.get(path).status_code for path in paths if client.get(path).status_code not in {404, 405}
    } == {}
    assert {
        path: client.post(path).status_code for path in paths if client.post(path).status_code not in {404, 405}
    } == {}


GARBAGE = ["", "\u202e\U0001f600", "-1", "9" * 40, "1e999", "NaN", "' OR 1=1 --", "<b>", "//evil.example", "x" * 20_000]
NAMES = "q after show sport section text week zoom day level equipment muscle pattern page sort author version".split()


@each("address", READ, ids=str)
def test_odd_questions_get_an_answer(client, world, address):
    client.force_login(world.coach)
    path = world.path(address)
    answers = {text: client.get(path, dict.fromkeys(NAMES, text)).status_code for text in GARBAGE}
    assert set(answers.values()) <= {200, 302, 400, 404}


FIELDS = (
    "name sport line text lines position order week day weeks to_week target_week every deload volume adjustment add "
    "amount session exercise group letter kind rounds rest sets reps duration_weeks day_names difficulty visibility "
    "version seen time_of_day notes note phase is_deload number theme next action section description units email "
    "aliases muscles equipment pattern level video_url status cues measures pool effort direction before label with"
).split()


@each("address", ALL, ids=str)
def test_odd_forms_get_an_answer(client, world, address):
    client.force_login(world.coach)
    path = world.path(address)
    for text in GARBAGE:
        response = client.post(path, dict.fromkeys(FIELDS, text))
        assert response.status_code in {200, 302, 400, 404, 405, 409, 422}
        assert not response.headers.get("Location", "").startswith(("//", "http"))
