"""Sharing by link: who can read what, for how long, and the copy that a reader takes along."""

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.closing import close
from accounts.models import User
from accounts.tests.factories import PASSWORD
from core.editing import Conflict, stack, undo
from programs import documents
from programs.models import Program, ProgramSession, ShareLink
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from programs.views import sharing
from sessions_app import editing
from sessions_app.models import Session

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


def text(response):
    return response.content.decode()


@pytest.fixture
def shared(program, rosa):
    documents.set_visibility(program, rosa, "link")
    return program


@pytest.fixture
def address(shared):
    return ShareLink.objects.get(program=shared).get_absolute_url()


def verb(name, program):
    return reverse(f"programs:{name}", args=[program.pk])


def choose(client, program, visibility):
    program.refresh_from_db()
    sent = {"visibility": visibility, "version": program.version, "next": f"{program.get_absolute_url()}?share"}
    return client.post(verb("program_visibility", program), sent)


# The link


def test_a_link_cannot_be_guessed(rosa):
    tokens = set()
    for _ in range(20):
        program = ProgramFactory(author=rosa)
        documents.set_visibility(program, rosa, "link")
        tokens.add(program.link.token)
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[\w-]{32}", token) for token in tokens)  # 6 bits each: 192


def test_sharing_by_link_shows_the_address_in_an_open_menu(signed_in, program):
    response = choose(signed_in, program, "link")
    assert response.headers["Location"] == f"{program.get_absolute_url()}?share"
    page = text(signed_in.get(response.headers["Location"]))
    token = ShareLink.objects.get(program=program).token
    assert f'value="http://testserver/p/{token}/"' in page
    assert '<details class="menu menu-end share" id="share" data-menu open>' in page


def test_a_draft_shows_no_address_and_a_public_program_its_own(signed_in, program):
    assert "share-address" not in text(signed_in.get(program.get_absolute_url()))
    choose(signed_in, program, "public")
    page = text(signed_in.get(program.get_absolute_url()))
    assert f'id="share-address" value="http://testserver{program.get_absolute_url()}"' in page
    assert "data-menu open" not in page
    assert not ShareLink.objects.exists()


def test_whoever_has_the_link_reads_the_program_and_its_sessions_as_placed(shared, address, rosa):
    session = editing.create_session(
        Session(name="Squats"), rosa, "A: 4 rounds r1:30\nA1 Back squat 5 @ 80%\nA2 Plank 30s"
    )
    placing = ProgramSessionFactory(program=shared, session=session, week=2, adjustment="+2.5%")
    stranger = Client()
    page = text(stranger.get(address))
    assert f'href="{address}{placing.pk}/"' in page and "/placings/" not in page
    sheet = text(stranger.get(f"{address}{placing.pk}/"))
    assert "4 rounds, rest 1:30: 5 reps, 82.5% 1RM" in sheet
    assert f'href="{address}"' in sheet
    for private in ("/programs/", "/sessions/", "/placings/", '<form method="post" action="/p'):
        assert private not in sheet.split("<main")[1]
    assert "Squats" in text(stranger.get(f"{address}print/"))


def test_the_link_opens_nothing_else_of_the_coach(shared, address, rosa):
    other = ProgramSessionFactory(program=ProgramFactory(author=rosa, visibility="private"), session=make_session(rosa))
    inside = shared.placings.get(week=1)
    stranger = Client()
    assert stranger.get(f"{address}{other.pk}/").status_code == 404
    for path in (shared.get_absolute_url(), inside.get_absolute_url(), inside.session.get_absolute_url()):
        assert stranger.get(path).headers["Location"] == f"{SIGN_IN}?next={path}"


def test_other_coaches_reach_it_by_the_link_only_and_no_list_shows_it(by_other, shared, address):
    assert by_other.get(address).status_code == 200
    assert by_other.get(shared.get_absolute_url()).status_code == 404
    assert by_other.post(verb("program_copy", shared)).status_code == 404
    assert "Base" not in text(by_other.get("/programs/?show=public")).split("<main")[1]


def test_its_pages_are_for_no_search_engine_no_shared_cache_and_no_other_site(address, shared):
    for path in ("", "print/", "copy/", f"{shared.placings.get(week=1).pk}/"):
        headers = Client().get(address + path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["Referrer-Policy"] == "same-origin"  # nothing to others; our forms still say where from


@pytest.mark.parametrize("weeks", [1, 12, 52])
def test_the_shared_page_takes_five_queries(rosa, django_assert_num_queries, weeks):
    """Program with its link and coach, weeks, placings, sessions, equipment."""
    program = ProgramFactory(author=rosa, duration_weeks=weeks)
    session = make_session(rosa)
    for week in range(1, weeks + 1):
        ProgramSessionFactory(program=program, session=session, week=week)
    documents.set_visibility(program, rosa, "link")
    with django_assert_num_queries(5):
        assert Client().get(program.link.get_absolute_url()).status_code == 200


# Its end


def test_a_draft_rests_its_link(signed_in, program, address):
    choose(signed_in, program, "private")
    assert Client().get(address).status_code == 404
    assert signed_in.get(address).status_code == 404
    choose(signed_in, program, "link")
    assert Client().get(address).status_code == 200
    choose(signed_in, program, "public")
    assert Client().get(address).status_code == 200


def test_a_new_link_ends_the_one_before_it(signed_in, shared, address):
    response = signed_in.post(verb("link_renew", shared))
    assert response.headers["Location"] == f"{shared.get_absolute_url()}?share"
    new = ShareLink.objects.get(program=shared).get_absolute_url()
    assert new != address
    ended, wrong = Client().get(address), Client().get("/p/nonsense/")
    assert (ended.status_code, wrong.status_code) == (404, 404)
    assert "This link is not shared any more, or was never one. Ask the coach who sent it." in text(ended)
    assert ended.headers["X-Robots-Tag"] == "noindex, nofollow"
    token = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
    assert token.sub("", text(ended)) == token.sub("", text(wrong)).replace("/p/nonsense/", address)
    assert Client().get(new).status_code == 200


def test_undo_brings_no_link_back_that_was_ended(signed_in, shared, address, rosa):
    documents.change(shared, rosa)
    shared.name = "Renamed"
    documents.change(shared, rosa)
    signed_in.post(verb("link_renew", shared))
    undo(stack(shared, rosa)[0])
    assert Program.objects.get(pk=shared.pk).name == "Base"
    assert Client().get(address).status_code == 404


def test_undo_of_sharing_closes_the_link(shared, address, rosa):
    undo(stack(shared, rosa)[0])
    assert Client().get(address).status_code == 404


def test_a_deleted_program_that_comes_back_has_no_link_until_one_is_made(signed_in, shared, address, rosa):
    documents.delete(shared, rosa)
    assert not ShareLink.objects.exists()
    undo(stack(shared, rosa)[0])
    page = text(signed_in.get(f"{shared.get_absolute_url()}?share"))
    assert "Make a link" in page and "share-address" not in page
    assert Client().get(address).status_code == 404
    signed_in.post(verb("link_renew", shared))
    assert "share-address" in text(signed_in.get(shared.get_absolute_url()))


# Copies


def copies(user):
    return list(Program.objects.filter(author=user).values_list("name", "visibility", "copied_from"))


def test_a_coach_copies_what_a_link_shows_and_the_link_is_not_copied(by_other, other, shared, address):
    response = by_other.post(f"{address}copy/")
    assert copies(other) == [("Copy of Base", "private", shared.pk)]
    assert response.headers["Location"] == Program.objects.get(author=other).get_absolute_url()
    assert ShareLink.objects.count() == 1
    assert not ProgramSession.objects.filter(program__author=other, session__author=shared.author).exists()


def test_looking_at_the_page_for_copying_copies_nothing(by_other, other, address):
    page = text(by_other.get(f"{address}copy/"))
    assert "Copy to my programs" in page
    assert copies(other) == []


def test_a_stranger_signs_in_and_is_back_with_the_copy(other, shared, address):
    stranger = Client()
    asked = stranger.post(f"{address}copy/")
    assert asked.headers["Location"] == f"{SIGN_IN}?next={address}copy/"
    entered = stranger.post(asked.headers["Location"], {"login": other.email, "password": PASSWORD})
    assert entered.headers["Location"] == f"{address}copy/"
    assert copies(other) == []
    back = stranger.get(entered.headers["Location"])
    assert copies(other) == [("Copy of Base", "private", shared.pk)]
    assert back.headers["Location"] == Program.objects.get(author=other).get_absolute_url()
    # Once: the address by itself copies nothing.
    assert stranger.get(f"{address}copy/").status_code == 200
    assert len(copies(other)) == 1


def test_a_wish_is_fulfilled_by_looking_at_the_page_and_not_for_who_comes_later(client, other, address):
    client.post(f"{address}copy/")
    client.force_login(other)
    assert client.head(f"{address}copy/").status_code == 200
    session = client.session
    session[sharing.WANTED] = (session[sharing.WANTED][0], time.time() - sharing.WISH_S)
    session.save()
    assert client.get(f"{address}copy/").status_code == 200
    assert copies(other) == []


def test_a_stranger_signs_up_and_is_back_with_the_copy(shared, address):
    stranger = Client()
    asked = stranger.post(f"{address}copy/")
    page = text(stranger.get(asked.headers["Location"]))
    sign_up = re.search(r'href="(/accounts/signup/[^"]*)"', page)[1]
    form = {"email": "new@example.org", "password1": PASSWORD, "next": f"{address}copy/"}
    assert 'name="next"' in text(stranger.get(sign_up))
    sent = stranger.post(sign_up, form)
    code = re.search(r"^[B-Z]{4}-[B-Z]{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    entered = stranger.post(sent.headers["Location"], {"code": code})
    assert entered.headers["Location"] == f"{address}copy/"
    stranger.get(entered.headers["Location"])
    assert copies(User.objects.get(email="new@example.org")) == [("Copy of Base", "private", shared.pk)]


def test_a_wish_ends_with_the_link(signed_in, other, shared, address):
    stranger = Client()
    stranger.post(f"{address}copy/")
    stranger.post(SIGN_IN, {"login": other.email, "password": PASSWORD})
    signed_in.post(verb("link_renew", shared))
    assert stranger.get(f"{address}copy/").status_code == 404
    assert copies(other) == []


def test_a_public_program_is_copied_by_the_same_way(other, program, rosa):
    documents.set_visibility(program, rosa, "public")
    stranger = Client()
    copy_at = verb("program_copy", program)
    assert stranger.post(copy_at).headers["Location"] == f"{SIGN_IN}?next={copy_at}"
    stranger.post(SIGN_IN, {"login": other.email, "password": PASSWORD})
    stranger.get(copy_at)
    assert copies(other) == [("Copy of Base", "private", program.pk)]


def read(client, program):
    return " ".join(re.sub("<[^>]+>", "", text(client.get(f"{program.get_absolute_url()}?read"))).split())


def test_a_copy_credits_its_source(by_other, other, program, rosa):
    User.objects.filter(pk=rosa.pk).update(name="Rosa Lind")
    documents.set_visibility(program, rosa, "public")
    copy = documents.copy(program, other)
    assert "After Base by Rosa Lind" in read(by_other, copy)
    # Whose it is stays said; what only its coach may read is not named.
    documents.set_visibility(program, rosa, "private")
    assert "After a program by Rosa Lind" in read(by_other, copy)
    documents.delete(program, rosa)
    assert "After" not in read(by_other, copy)


def test_a_copy_of_ones_own_copy_keeps_the_credit(by_other, other, program, rosa):
    documents.set_visibility(program, rosa, "public")
    second = documents.copy(documents.copy(program, other), other)
    assert "After Base by Rosa" in read(by_other, second)


def test_what_is_shown_to_nobody_any_more_is_not_copied(other, shared, rosa):
    seen = Program.objects.opened_by(shared.link.token).get()
    documents.set_visibility(shared, rosa, "private")
    with pytest.raises(Conflict):
        documents.copy(seen, other)
    assert copies(other) == []


def test_a_copy_of_ones_own_needs_no_credit(signed_in, program, rosa):
    assert "After" not in read(signed_in, documents.copy(program, rosa))


def test_the_author_of_a_link_is_led_back_to_the_grid(signed_in, shared, address):
    assert f'href="{shared.get_absolute_url()}"' in text(signed_in.get(address))
    assert f'href="{shared.get_absolute_url()}"' not in text(Client().get(address))


def test_another_coach_renews_nothing(by_other, shared, address):
    assert by_other.post(verb("link_renew", shared)).status_code == 404
    Program.objects.update(visibility="public")
    assert by_other.post(verb("link_renew", shared)).status_code == 403
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("keep_public", [True, False])
def test_a_closed_account_takes_its_links_along(rosa, address, keep_public):
    close(rosa, keep_public=keep_public)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("visibility", ["link", "public"])
def test_a_session_with_a_distance_is_read_without_an_account(rosa, program, visibility):
    run = editing.create_session(Session(name="Easy", sport="running"), rosa, "Easy run 5km Z2")
    placing = ProgramSessionFactory(program=program, session=run, week=2, day=2)
    documents.set_visibility(program, rosa, visibility)
    at = program.link.get_absolute_url() if visibility == "link" else "/placings/"
    assert "5 km" in text(Client().get(f"{at}{placing.pk}/"))
