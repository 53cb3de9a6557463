"""Who may do what: one's own all, what is public is read, others' private ones do not exist."""

import pytest
from django.urls import reverse

from core.models import Change
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.tests.conftest import LOWER_A, lines

pytestmark = pytest.mark.django_db

NO_ID = "c" + "0" * 24
VERBS = ["session_copy", "session_keep", "session_delete", "text_preview", "line_add", "superset_add"]
LINE_VERBS = ["line_update", "line_move", "line_copy", "line_remove", "line_group", "line_leave"]
GROUP_VERBS = ["group_update", "group_move", "ungroup"]
PAGES = ["session_detail", "session_update", "session_text"]
BY_SESSION = [*VERBS, *LINE_VERBS, *GROUP_VERBS]


def address(name, session, line=NO_ID, group=NO_ID):
    args = [session.pk]
    args += [line] if name in LINE_VERBS else [group] if name in GROUP_VERBS else []
    return reverse(f"sessions:{name}", args=args)


def parts(session):
    line = SessionExercise.objects.filter(session=session).order_by("order").last()
    return line.pk, SessionGroup.objects.get(session=session).pk


@pytest.mark.parametrize("name", ["session_list", "session_create", "suggest"])
def test_anonymous_people_are_asked_to_sign_in(client, name):
    url = reverse(f"sessions:{name}")

    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("name", [*PAGES, *BY_SESSION])
def test_anonymous_people_are_asked_to_sign_in_for_a_private_one(client, lower_a, name):
    url = address(name, lower_a, *parts(lower_a))
    answer = client.get(url) if name in PAGES else client.post(url)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("name", [*PAGES, *BY_SESSION])
def test_anothers_private_session_is_not_there(client, lower_a, other, name):
    client.force_login(other)
    url = address(name, lower_a, *parts(lower_a))

    assert (client.get(url) if name in PAGES else client.post(url)).status_code == 404
    assert Change.objects.filter(document_id=lower_a.pk).count() == 1


@pytest.mark.parametrize(
    "name", ["session_update", "session_text", *(name for name in BY_SESSION if name != "session_copy")]
)
def test_anothers_public_session_is_not_yours_to_change(client, lower_a, other, name):
    Session.objects.update(visibility="public")
    client.force_login(other)
    url = address(name, lower_a, *parts(lower_a))

    assert client.post(url, {"text": "Curl 3x8", "name": "Curl"}).status_code == 403
    assert Change.objects.filter(document_id=lower_a.pk).count() == 1


def test_anothers_public_session_is_read_without_forms(client, lower_a, other):
    Session.objects.update(visibility="public")
    client.force_login(other)

    html = client.get(lower_a.get_absolute_url()).content.decode()

    assert "Romanian deadlift" in html and "5x5 @ 80%" in html
    assert "line-input" not in html and "line_add" not in html and 'id="quick"' not in html


def test_a_public_session_is_read_anonymously(client, lower_a):
    Session.objects.update(visibility="public")

    answer = client.get(lower_a.get_absolute_url())

    assert (answer.status_code, "Romanian deadlift" in answer.content.decode()) == (200, True)


def test_a_reader_copies_a_public_session(client, lower_a, other):
    Session.objects.update(visibility="public")
    client.force_login(other)

    answer = client.post(address("session_copy", lower_a))

    copy = Session.objects.get(author=other)
    assert answer.headers["Location"] == copy.get_absolute_url()
    assert lines(copy) == lines(lower_a)


def test_staff_have_no_more_rights_here(client, lower_a, other):
    other.is_staff = other.is_superuser = True
    other.save()
    client.force_login(other)

    assert client.get(lower_a.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", LINE_VERBS + GROUP_VERBS)
def test_a_line_of_another_session_is_not_there(signed_in, lower_a, write, name):
    elsewhere = write(LOWER_A)

    assert signed_in.post(address(name, lower_a, *parts(elsewhere)), {"name": "x", "text": "1"}).status_code == 404


@pytest.mark.parametrize("name", LINE_VERBS + GROUP_VERBS)
def test_another_coachs_line_is_not_there_through_ones_own_session(client, lower_a, write, other, name):
    mine = write(author=other)
    client.force_login(other)

    assert client.post(address(name, mine, *parts(lower_a)), {"name": "x", "text": "1"}).status_code == 404
    assert lines(lower_a) == lines(lower_a)


@pytest.mark.parametrize("name", BY_SESSION)
def test_verbs_are_posted(signed_in, lower_a, name):
    assert signed_in.get(address(name, lower_a, *parts(lower_a))).status_code == 405


@pytest.mark.parametrize("pk", ["1", NO_ID, "C" + "0" * 24, "x" * 500, "c" + "é" * 24])
@pytest.mark.parametrize("rest", ["", "facts/", "text/", "lines/", f"lines/{NO_ID}/", f"groups/{NO_ID}/"])
def test_bad_ids_are_not_there(signed_in, pk, rest):
    url = f"/sessions/{pk}/{rest}"
    answer = signed_in.post(url) if rest.startswith(("lines", "groups")) else signed_in.get(url)

    assert answer.status_code == 404
