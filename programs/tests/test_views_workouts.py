"""A session goes out as a file by its page, and a workout of a trainer comes in as a session."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.editing import stack
from exercises.models import Exercise
from sessions_app import editing
from sessions_app.formats import mrc_erg, zwo
from sessions_app.models import Session
from sessions_app.tests.test_formats_zwo import BOMBS, file

pytestmark = pytest.mark.django_db

RIDE = "== Warm-up\nRide 10min @ 40->75% FTP\n== Main\nRide 4x1:30 @ 105% FTP r0:30 @ 50% FTP\nRide 5min @ Z2"


@pytest.fixture
def ride(rosa):
    return editing.create_session(Session(name='VO2 / "max" é', sport="cycling"), rosa, RIDE)


def page(session):
    return reverse("programs:session_download", args=[session.pk])


def url(session, format):
    return reverse("programs:session_file", args=[session.pk, format])


def upload(client, name, content):
    return client.post(reverse("programs:session_import"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("format", "ending", "media_type", "begin"),
    [
        ("zwo", "zwo", "application/xml", b"<?xml"),
        ("mrc", "mrc", "text/plain; charset=utf-8", b"[COURSE HEADER]"),
        ("fit", "fit", "application/vnd.ant.fit", b"\x0c"),
        ("json", "json", "application/json; charset=utf-8", b"{"),
        ("text", "txt", "text/plain; charset=utf-8", b"# VO2"),
    ],
)
def test_a_ride_is_a_file_with_a_name_that_can_be_stored(signed_in, ride, format, ending, media_type, begin):
    answer = signed_in.get(url(ride, format))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''VO2%20max%20%C3%A9.{ending}"
    assert answer.content.startswith(begin)


def test_an_erg_is_made_for_one_athlete(signed_in, ride):
    refused, wrong = signed_in.get(url(ride, "erg")), signed_in.get(url(ride, "erg"), {"ftp": "strong"})
    answer = signed_in.get(url(ride, "erg"), {"ftp": "250"})

    assert (refused.status_code, wrong.status_code, answer.status_code) == (422, 422, 200)
    assert "Percent and watts only go together" in refused.content.decode()
    assert "An FTP is a number of watts from 20 to 999." in wrong.content.decode()
    assert mrc_erg.read(answer.content)[0].seconds == 600 + 480 + 300
    assert b"\r\n10.00\t187.5\r\n" in answer.content


def test_the_page_offers_what_can_be_and_says_why_the_rest_cannot(signed_in, rosa, ride):
    lift = editing.create_session(Session(name="Lower", sport="strength"), rosa, "Squat 5x5 @ 80%")
    offered, refused = (signed_in.get(page(session)).content.decode() for session in (ride, lift))

    assert [f for f in ("zwo", "mrc", "erg", "fit", "json", "text") if url(ride, f) in offered] == [
        "zwo", "mrc", "erg", "fit", "json", "text",
    ]  # fmt: skip
    assert [f for f in ("zwo", "mrc", "erg", "fit", "json", "text") if url(lift, f) in refused] == ["json", "text"]
    assert "A ZWO is a ride or a run, and this is neither." in refused
    assert page(ride) in signed_in.get(ride.get_absolute_url()).content.decode()
    answer = signed_in.get(url(lift, "zwo"))
    assert (answer.status_code, "A ZWO is a ride or a run" in answer.content.decode()) == (422, True)


def test_nobody_downloads_what_is_anothers_but_what_is_public(signed_in, other, ride):
    theirs = editing.create_session(Session(name="Theirs", sport="cycling"), other, RIDE)
    public = editing.create_session(Session(name="Public", sport="cycling", visibility="public"), other, RIDE)

    assert [signed_in.get(url(session, "zwo")).status_code for session in (theirs, public)] == [404, 200]
    assert [Client().get(url(session, "zwo")).status_code for session in (theirs, public)] == [302, 200]
    assert signed_in.get(url(ride, "exe")).status_code == 404


def test_the_file_costs_the_same_queries_for_any_session(signed_in, ride, django_assert_num_queries):
    signed_in.get(url(ride, "zwo"))
    with django_assert_num_queries(4 + 4):  # four count how often it is asked
        signed_in.get(url(ride, "zwo"))
    editing.replace_text(ride, ride.author, "\n".join(["Ride 5min @ Z2"] * 60))
    with django_assert_num_queries(4 + 4):
        signed_in.get(url(ride, "zwo"))


# --- In -------------------------------------------------------------------------


def test_a_workout_becomes_a_session_of_ones_own_in_one_step(signed_in, rosa):
    answer = upload(signed_in, "ride.zwo", file('<Warmup Duration="600" PowerLow="0.4" PowerHigh="0.75"/>'))
    session = Session.objects.get()

    assert (answer.status_code, answer.headers["Location"]) == (302, session.get_absolute_url())
    assert (session.name, session.sport, session.kept, session.author) == ("Test", "cycling", True, rosa)
    assert editing.text_of(session).splitlines()[-2:] == ["== Warm-up", "Warm-up 10min @ 40→75% FTP"]
    signed_in.post(reverse("core:change_undo", args=[stack(session, rosa)[0].pk]))
    assert not Session.objects.exists()


def test_what_was_left_out_is_listed_once(signed_in):
    answer = upload(
        signed_in, "Over_under-3.zwo", file('<FreeRide Duration="60" FlatRoad="1"/>').replace(b"<name>Test</name>", b"")
    )
    session = Session.objects.get()
    shown = signed_in.get(answer.headers["Location"]).content.decode()

    assert (session.name, answer.headers["Location"]) == ("Over under 3", reverse("programs:session_import"))
    assert "FlatRoad=1" in shown
    assert session.get_absolute_url() in shown
    assert "FlatRoad=1" not in signed_in.get(answer.headers["Location"]).content.decode()


def test_a_course_becomes_a_session(signed_in, ride):
    upload(signed_in, "a.MRC", signed_in.get(url(ride, "mrc")).content)
    again = Session.objects.exclude(pk=ride.pk).get()
    assert again.name == 'VO2 / "max" é'
    assert [row.prescription.duration for row in again.rows.order_by("order")] == [
        600,
        90,
        30,
        90,
        30,
        90,
        30,
        90,
        30,
        300,
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.zwo", b"", "empty"),
        ("a.xlsx", b"PK", "A workout file ends in .zwo, .mrc or .erg; this one does not."),
        ("a.zwo", b"[COURSE HEADER]\nMINUTES PERCENT", "line 1, column 0: this is not well-formed XML"),
        ("a.mrc", file('<FreeRide Duration="60"/>'), "this is no MRC or ERG."),
        ("a.zwo", file('<FreeRide Duration="60"/>')[:-20], "this is not well-formed XML (unclosed token)"),
        ("../../a.zwo", b" " * 1_000_001, "A workout file has at most 1 MB; this one has more."),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_nothing_is_written(signed_in, name, content, sentence):
    answer = upload(signed_in, name, content)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (Session.objects.count(), Exercise.objects.count()) == (0, 0)


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_at_once_by_the_page(signed_in, bomb):
    content = io.BytesIO(BOMBS[bomb].encode())
    content.name = "bomb.zwo"
    start = time.process_time()
    answer = signed_in.post(reverse("programs:session_import"), {"file": content})
    assert answer.status_code == (413 if bomb == "50 MB" else 422)  # so large that nobody reads it
    assert time.process_time() - start < 4  # the test's own making of the request is half of it
    assert not Session.objects.exists()


def test_the_list_has_the_form(signed_in, ride):
    assert reverse("programs:session_import") in signed_in.get(reverse("sessions:session_list")).content.decode()


def test_what_came_in_goes_out_as_it_came(signed_in):
    source = file(
        '<IntervalsT Repeat="4" OnDuration="90" OffDuration="30" OnPower="1.05" OffPower="0.5" Cadence="95">'
        '<textevent timeoffset="65" message="Hold it" /></IntervalsT>'
    )
    upload(signed_in, "a.zwo", source)
    workout, _left_out = zwo.read(signed_in.get(url(Session.objects.get(), "zwo")).content)
    assert workout == zwo.read(source)[0]
