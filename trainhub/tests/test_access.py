"""Who gets what at every address: one row a URL and verb, and no URL without its rows.

Four people ask: the owner, another coach, staff (a coach like any other outside of the admin), and a stranger.
Each row states the answer for something private and for something public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.tests.factories import UserFactory
from core.editing import stack
from core.ids import new_id
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.tests.factories import ProgramFactory
from sessions_app.models import Session, SessionGroup
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
ASKED = "asked to sign in"


@dataclass(frozen=True)
class Answer:
    """Statuses for the owner, for another coach (and staff) on private and on public things, and for a stranger."""

    owner: int
    private: int
    public: int
    stranger: int | str = ASKED
    stranger_public: int | str = ASKED


def same(status: int, stranger: int | str = ASKED) -> Answer:
    """Nothing that belongs to anybody."""
    return Answer(status, status, status, stranger, stranger)


# GET, POST. A stranger's verb is refused before it is looked at; a verb of others' private things is not there.
PAGE = (Answer(200, 200, 200), same(405))
OWN_VERB = (same(405), Answer(302, 404, 403))
OWN_FORM = (Answer(200, 404, 403), Answer(422, 404, 403))
READER_VERB = (same(405), Answer(302, 404, 302))

TABLE: dict[str, tuple[Answer, Answer]] = {
    "home": (same(200), same(405)),
    "healthz": (same(200, 200), same(405, 405)),
    # Steps are their maker's own, whatever the document.
    "core:change_undo": (same(405), Answer(302, 404, 404)),
    "core:change_redo": (same(405), Answer(409, 404, 404)),
    "accounts:profile": (same(200), same(200)),
    "accounts:theme": (same(405, 405), same(400, 400)),
    "exercises:exercise_list": (same(200), same(405)),
    "exercises:exercise_create": (same(200), same(422)),
    # Public: an exercise of the library, which is nobody's to change here; the owner's is private.
    "exercises:exercise_detail": (Answer(200, 404, 200), same(405)),
    "exercises:exercise_update": (Answer(200, 404, 403), Answer(422, 404, 403)),
    "exercises:exercise_variant": (same(405), Answer(302, 404, 302)),
    "exercises:exercise_suggest": OWN_VERB,
    "exercises:exercise_withdraw": OWN_VERB,
    "exercises:exercise_archive": OWN_VERB,
    "exercises:exercise_restore": OWN_VERB,
    "exercises:exercise_delete": (Answer(200, 404, 403), Answer(302, 404, 403)),
    "sessions:session_list": (same(200), same(405)),
    "sessions:session_create": (same(200), same(422)),
    "sessions:suggest": (same(200), same(405)),
    "sessions:session_detail": (Answer(200, 404, 200, ASKED, 200), same(405, 405)),
    "sessions:session_update": OWN_FORM,
    "sessions:session_copy": READER_VERB,
    "sessions:session_keep": OWN_VERB,
    "sessions:session_delete": (same(405), Answer(409, 404, 403)),  # it is placed
    "sessions:session_text": (Answer(200, 404, 403), Answer(302, 404, 403)),
    "sessions:text_preview": (same(405), Answer(200, 404, 403)),
    "sessions:line_add": (same(405), Answer(422, 404, 403)),
    "sessions:superset_add": (same(405), Answer(422, 404, 403)),
    "sessions:line_update": (same(405), Answer(422, 404, 403)),
    "sessions:line_move": OWN_VERB,
    "sessions:line_copy": OWN_VERB,
    "sessions:line_remove": OWN_VERB,
    "sessions:line_group": (same(405), Answer(422, 404, 403)),
    "sessions:line_leave": OWN_VERB,
    "sessions:group_update": OWN_VERB,
    "sessions:group_move": (same(405), Answer(422, 404, 403)),
    "sessions:ungroup": OWN_VERB,
    "programs:start": (same(405), same(422)),
    "programs:program_list": (same(200), same(405)),
    "programs:program_create": (same(200), same(422)),
    "programs:program_detail": (Answer(200, 404, 200, ASKED, 200), same(405, 405)),
    "programs:program_update": OWN_FORM,
    "programs:program_visibility": (same(405), Answer(400, 404, 403)),
    "programs:program_copy": READER_VERB,
    "programs:program_delete": OWN_VERB,
    "programs:drawer": (Answer(200, 404, 403), same(405)),
    "programs:placing_create": OWN_FORM,
    "programs:week_detail": (Answer(200, 404, 403), same(405)),
    "programs:week_describe": OWN_VERB,
    "programs:week_copy": (same(405), Answer(422, 404, 403)),
    "programs:week_clear": OWN_VERB,
    "programs:session_places": (Answer(200, 404, 200), Answer(422, 404, 422)),
    "programs:placing_detail": (Answer(200, 404, 200, ASKED, 200), same(405, 405)),
    "programs:placing_move": (same(405), Answer(422, 404, 403)),
    "programs:placing_copy": (same(405), Answer(422, 404, 403)),
    "programs:placing_adjust": OWN_VERB,
    "programs:placing_annotate": OWN_VERB,
    "programs:placing_own": OWN_VERB,
    "programs:placing_remove": OWN_VERB,
    # allauth's own pages: those for people ask strangers to sign in, those for strangers send people home.
    "account_login": (same(302, 200), same(302, 200)),
    "account_logout": (same(200, 302), same(302, 302)),
    "account_inactive": (same(200, 200), same(405, 405)),
    "account_signup": (same(302, 200), same(302, 200)),
    "account_reauthenticate": (same(200), same(200)),
    "account_email": (same(200), same(302)),
    "account_email_verification_sent": (same(200, 200), same(405, 405)),
    "account_change_password": (same(200), same(200)),
    "account_set_password": (same(302), same(302)),
    "account_reset_password": (same(200, 200), same(200, 200)),
    "account_confirm_login_code": (same(302, 302), same(302, 302)),
    "account_confirm_email": (same(200, 200), same(404, 404)),
    "account_reset_password_from_key_done": (same(200, 200), same(405, 405)),
    "account_reset_password_from_key": (same(200, 200), same(200, 200)),
    "account_reset_password_done": (same(200, 200), same(405, 405)),
}


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every address outside of the admin: its name, and the words of its arguments."""
    for pattern in patterns:
        if not isinstance(pattern, URLResolver):
            yield f"{namespace}{pattern.name}", re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
        elif pattern.namespace != "admin":
            yield from routes(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )


ROUTES = dict(routes(get_resolver().url_patterns))
PLACING_VERBS = {name for name in TABLE if "placing_" in name} - {"programs:placing_create"}


def test_every_address_is_in_the_table():
    assert set(ROUTES) == set(TABLE)


class Things:
    """One of each, all of one coach: an exercise, a session with a group, a program with it placed, a step in it."""

    def __init__(self, visibility: str) -> None:
        self.owner = UserFactory()
        library = visibility == "public"
        self.exercise = ExerciseFactory(author=None if library else self.owner)
        self.session: Session = SessionFactory(author=self.owner, visibility=visibility)
        self.group: SessionGroup = GroupFactory(session=self.session)
        self.line = SessionExerciseFactory(session=self.session, group=self.group)
        program = ProgramFactory(author=self.owner, visibility=visibility)
        self.placing = schedule.place(program, self.owner, self.session, 1, 1)
        self.program = program
        step = stack(program, self.owner)[0]
        assert step is not None
        self.change = step

    def address(self, name: str) -> str:
        of = {"core": self.change, "exercises": self.exercise, "sessions": self.session, "programs": self.program}
        thing = self.placing if name in PLACING_VERBS else of.get(name.split(":")[0])
        thing = self.session if name == "programs:session_places" else thing
        known = {
            "pk": getattr(thing, "pk", None),
            "line": self.line.pk,
            "group": self.group.pk,
            "week": 1,
            "key": "x",
            "uidb36": "x",
        }
        return reverse(name, kwargs={word: known[word] for word in ROUTES[name]})


def ask(client: Client, method: str, address: str) -> int | str:
    response = getattr(client, method)(address)
    if response.status_code == 302 and response.headers["Location"].startswith(f"{SIGN_IN}?next="):
        return ASKED
    return response.status_code


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_person_gets_what_the_table_says(name, visibility):
    get, post = TABLE[name]
    public = visibility == "public"
    people = {
        "another coach": (UserFactory(), lambda row: row.public if public else row.private),
        "staff": (UserFactory(is_staff=True, is_superuser=True), lambda row: row.public if public else row.private),
        "stranger": (None, lambda row: row.stranger_public if public else row.stranger),
        "owner": (None, lambda row: row.owner),
    }
    things = Things(visibility)
    if name.startswith("exercises:") and public:
        people.pop("owner")  # the library has none
    for who, (person, expected) in people.items():
        person = things.owner if who == "owner" else person
        client = signed_in(person) if person else Client()
        address = things.address(name)
        assert ask(client, "get", address) == expected(get), f"GET {address} as {who}"
        assert ask(client, "post", address) == expected(post), f"POST {address} as {who}"


@pytest.mark.parametrize("name", sorted(name for name in TABLE if "pk" in ROUTES[name]))
def test_what_is_not_there_is_not_there(name):
    """An id that nobody has: the same answer as for what one may not see."""
    things = Things("private")
    for thing in (things.exercise, things.session, things.program, things.placing, things.change):
        thing.pk = new_id()
    client, address = signed_in(things.owner), things.address(name)
    assert {ask(client, "get", address), ask(client, "post", address)} <= {404, 405}
    assert ask(client, "post", address) == (405 if TABLE[name][1].owner == 405 else 404)


def test_the_admin_is_for_staff_only():
    staff, coach = UserFactory(is_staff=True, is_superuser=True), UserFactory()
    assert signed_in(staff).get("/admin/", follow=True).status_code == 200
    assert signed_in(coach).get("/admin/", follow=True).status_code == 403
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0].startswith(SIGN_IN)
