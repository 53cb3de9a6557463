"""The page that closes an account, and the download of one's data."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as Login
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, make_session
from sessions_app.models import Session

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/close/"
AGAIN = "/accounts/reauthenticate/?next=%2Faccounts%2Fclose%2F"


@pytest.fixture
def rosa(client: Client) -> User:
    rosa = UserFactory(name="Rosa", email="rosa@example.org")
    client.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD})
    return rosa


def publish(rosa: User) -> Program:
    program = ProgramFactory(author=rosa, name="Public", visibility="public")
    schedule.place(program, rosa, make_session(rosa), 1, 1)
    return program


def words(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())  # type: ignore[attr-defined]


def test_it_says_in_numbers_what_goes(client, rosa):
    ProgramFactory.create_batch(2, author=rosa)
    ExerciseFactory(author=rosa)
    page = client.get(ADDRESS)
    assert "2 programs and 1 own exercise, and every step of undo." in words(page)
    assert 'name="public"' not in page.content.decode()
    assert 'href="/accounts/archive/"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_it_asks_about_public_things_only_where_there_are_some(client, rosa):
    publish(rosa)
    page = client.get(ADDRESS)
    assert "Leave it under “Former coach”: 1 program and 1 session" in words(page)
    assert "Delete it with the rest" in words(page)


def test_the_last_question_is_who_it_is(client, rosa):
    publish(rosa)
    ProgramFactory(author=rosa)
    other = Client()
    other.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD})
    assert UserSession.objects.count() == Login.objects.count() == 2

    asked = client.post(ADDRESS, {"public": "keep", "sure": "on"})
    assert (asked.status_code, asked.headers["Location"]) == (302, AGAIN)
    assert Program.objects.count() == 2

    wrong = client.post(AGAIN, {"password": "something else"})
    assert (wrong.status_code, Program.objects.count()) == (200, 2)

    done = client.post(AGAIN, {"password": PASSWORD, "next": ADDRESS}, follow=True)
    assert done.redirect_chain[-1] == ("/accounts/login/", 302)
    assert "Your account is closed. Thank you for having been here." in words(done)
    assert [program.name for program in Program.objects.all()] == ["Public"]
    assert User.objects.get().is_closed
    assert not UserSession.objects.exists()
    assert not Login.objects.exists()
    for device in (client, other):
        assert device.get("/").headers["Location"] == "/accounts/login/?next=/"
    refused = client.post("/accounts/login/", {"login": "rosa@example.org", "password": PASSWORD})
    assert refused.status_code == 200


def test_all_of_it_goes_where_that_was_chosen(client, rosa):
    publish(rosa)
    client.post(ADDRESS, {"public": "delete", "sure": "on"})
    client.post(AGAIN, {"password": PASSWORD, "next": ADDRESS})
    assert not User.objects.exists()
    assert not Program.objects.exists()
    assert not Session.objects.exists()


def test_who_has_just_said_who_they_are_is_not_asked_twice(client, rosa):
    client.post(AGAIN, {"password": PASSWORD})
    assert client.post(ADDRESS, {"sure": "on"}).headers["Location"] == "/accounts/login/"
    assert not User.objects.exists()


@pytest.mark.parametrize(("kind", "page"), [("webauthn", "webauthn/reauthenticate"), ("totp", "reauthenticate")])
def test_without_a_password_the_second_factor_says_who_it_is(client, rosa, kind, page):
    rosa.set_unusable_password()
    rosa.save()
    client.force_login(rosa)
    Authenticator.objects.create(user=rosa, type=kind, data={"name": "Key"})
    asked = client.post(ADDRESS, {"sure": "on"})
    assert asked.headers["Location"] == f"/accounts/2fa/{page}/?next=%2Faccounts%2Fclose%2F"
    assert User.objects.count() == 1


def test_a_choice_about_public_things_has_to_be_made(client, rosa):
    publish(rosa)
    client.post(AGAIN, {"password": PASSWORD})
    for sent in ({"sure": "on"}, {"public": "perhaps", "sure": "on"}):
        answer = client.post(ADDRESS, sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["public"]
    assert User.objects.filter(closed_at=None).count() == 1


def test_one_has_to_be_sure(client, rosa):
    client.post(AGAIN, {"password": PASSWORD})
    answer = client.post(ADDRESS)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sure"])
    assert User.objects.count() == 1


def test_the_only_superuser_reads_why_not(client, rosa):
    User.objects.update(is_superuser=True)
    page = client.get(ADDRESS)
    assert "This is the only superuser" in words(page)
    assert ">Close the account</button>" not in page.content.decode()
    client.post(AGAIN, {"password": PASSWORD})
    answer = client.post(ADDRESS, {"sure": "on"})
    assert (answer.status_code, User.objects.count()) == (422, 1)
    assert "This is the only superuser" in words(answer)


def test_another_site_cannot_close_it(rosa):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rosa)
    assert strict.post(ADDRESS).status_code == 403


def test_the_data_come_as_a_file(client, rosa, monkeypatch):
    publish(rosa)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 3, 1))
    answer = client.get("/accounts/archive/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="trainhub-2026-03-01.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        assert "programs/001-public.json" in pack.namelist()
        assert rosa.email in pack.read("README.txt").decode()


def test_the_data_come_twenty_times_an_hour(client, rosa):
    cache.clear()
    statuses = [client.get("/accounts/archive/").status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    another = Client()
    another.force_login(UserFactory())
    assert another.get("/accounts/archive/").status_code == 200


def test_a_letter_says_so_to_the_address_it_had(client, rosa):
    publish(rosa)
    client.post(AGAIN, {"password": PASSWORD})
    client.post(ADDRESS, {"sure": "on", "public": "keep"})
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["rosa@example.org"], "Your account was closed")
    assert "What was public stays, under Former coach" in letter.body
    assert "tell at once whoever runs this TrainHub" in letter.body
