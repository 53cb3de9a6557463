"""An account is closed while its person, and others, are at work in it. Threads; on PostgreSQL they really meet."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, connection, connections

from accounts import closing
from accounts.models import User
from accounts.tests.factories import UserFactory
from core.editing import Conflict
from core.models import Change
from exercises import library
from exercises.models import Exercise
from programs import documents, schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, make_session
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.models import Session, rows_of

pytestmark = pytest.mark.django_db(transaction=True)

# What a person would be told: somebody was faster, or it is not there any more.
TOLD = (Conflict, ValueError, library.Refused, Program.DoesNotExist, Session.DoesNotExist)


def together(*works: Callable[[], Any]) -> None:
    broken: list[BaseException] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        ready.wait()
        try:
            work()
        except Exception as problem:
            broken.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert broken == []


@pytest.mark.parametrize("keep_public", [True, False])
def test_it_waits_for_who_is_at_work(keep_public):
    coach, reader = UserFactory(), UserFactory()
    shown = ProgramFactory(author=coach, visibility="public")
    session = editing.create_session(Session(name="A", sport="strength"), coach, "Squat 5x5\nA thing 3x8")
    schedule.place(shown, coach, session, 1, 1)
    draft = ProgramFactory(author=coach)
    schedule.place(draft, coach, make_session(coach), 1, 1)
    started = threading.Event()

    def keep_at_it(*verbs: Callable[[], Any]) -> Callable[[], None]:
        def work() -> None:
            dice = random.Random(len(verbs))
            for turn in range(30):
                if turn == 5:
                    started.set()
                try:
                    dice.choice(verbs)()
                except TOLD:
                    pass

        return work

    def close() -> None:
        started.wait(30)
        closing.close(User.objects.get(pk=coach.pk), keep_public=keep_public)

    def draft_now() -> Program:
        return Program.objects.get(pk=draft.pk)

    together(
        keep_at_it(
            lambda: schedule.place(draft_now(), coach, session, 1, 2),
            lambda: editing.replace_text(Session.objects.get(pk=session.pk), coach, "Squat 3x3\nA thing 5x5"),
            lambda: documents.set_visibility(draft_now(), coach, "private"),
        ),
        keep_at_it(lambda: documents.copy(Program.objects.get(pk=shown.pk), reader)),
        close,
    )

    connection.check_constraints()
    if keep_public:
        assert Program.objects.filter(pk=shown.pk).exists()
    else:
        for model in (Program, Session, Exercise):
            assert not model.objects.filter(author=coach.pk).exists()
        assert not Change.objects.filter(user=coach.pk).exists()
        assert not User.objects.filter(pk=coach.pk).exists()
    for session in Session.objects.all():
        assert session.digest == digest_of(rows_of(session))
    for copied in Program.objects.filter(author=reader):
        rows = rows_of(copied.placings.get().session)
        assert len(rows) == 2
        assert {row.exercise.author_id for row in rows} <= {None, reader.pk}


@pytest.mark.parametrize("keep_public", [True, False])
def test_who_still_writes_when_it_is_closed_leaves_nothing_behind(monkeypatch, keep_public):
    coach = UserFactory()
    ProgramFactory(author=coach, visibility="public")
    locked, refused = threading.Event(), []
    forget = closing._forget_in_log

    def close_slowly(what: closing.Plan) -> None:
        locked.set()
        threading.Event().wait(0.5)  # so that the other is at the lock; if it comes later, it fails all the same
        forget(what)

    def write() -> None:
        locked.wait(30)
        for late in (
            lambda: ProgramFactory(author=coach, name="Draft"),
            lambda: UserSession.objects.create(user=coach, ip="10.0.0.9", user_agent="x", session_key="late"),
        ):
            try:
                late()
            except IntegrityError:
                refused.append(late)

    monkeypatch.setattr(closing, "_forget_in_log", close_slowly)
    together(lambda: closing.close(User.objects.get(pk=coach.pk), keep_public=keep_public), write)

    assert len(refused) == 2
    assert Program.objects.count() == User.objects.count() == int(keep_public)
    assert not UserSession.objects.exists()
