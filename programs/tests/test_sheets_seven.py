"""The seven files of coaches read as each of them says: through the command, into the database and out of it again."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.tests.factories import UserFactory
from programs.exchange import json_format
from programs.exchange.load import load
from programs.models import Program

# What is left out of each file, by its place.
SEVEN = {
    "531-bbb-sheet-per-week": [],
    "531-weeks-as-columns": [],
    "c25k-week-headings-bom": [],
    "higdon-week-grid": ["line 2, column I"],
    "phul-days-as-columns": [],
    "phul-french-cp1252": [],
    "swim-sets-tsv": [],
}
EXACT = ("reps", "duration_s", "distance_m", "rest_s")
pytestmark = [pytest.mark.shared, pytest.mark.django_db, pytest.mark.parametrize("case", SEVEN)]


def loosely(text):
    return re.sub(r"[\s\-–—]+", "", (text or "").casefold())


def facts_of(sessions, with_names):
    """What a case compares: exactly, and loosely (spaces, dashes, capitals)."""
    return [
        (
            (session["week"], session["day"], session["order"], loosely(session["name"])),
            [
                (
                    loosely(row["name"]) if with_names else "",
                    row.get("sets") or 1,
                    *(row.get(name) for name in EXACT),
                    loosely(row.get("intensity")),
                    loosely(row.get("notes")),
                )
                for row in session["exercises"]
            ],
        )
        for session in sessions
    ]


def as_said(said):
    """Whether the one program that there is reads as a case says."""
    read = json.loads(json_format.write(load(Program.objects.get())))
    with_names = said.get("compare_exercise_names", True)
    assert facts_of(read["sessions"], with_names) == facts_of(said["expected"]["sessions"], with_names)
    program = said["expected"]["program"]
    assert (read["program"]["weeks"], read["program"]["sport"]) == (program["weeks"], program["sport"])


@pytest.fixture
def folder(full_library, shared_data, case):
    return shared_data / "spreadsheets" / case


def test_it_reads_as_it_says_through_the_command(folder, case, capsys):
    said = json.loads((folder / "expected.json").read_text())
    UserFactory(email="coach@example.org")
    call_command("import_program", str(folder / said["file"]), author="coach@example.org", json=True)
    answer = json.loads(capsys.readouterr().out)
    assert [part["where"] for part in answer["left_out"]] == SEVEN[case]
    assert answer["guessed"] == []
    as_said(said)


def test_it_reads_as_it_says_through_the_page(folder, case, client):
    said = json.loads((folder / "expected.json").read_text())
    client.force_login(UserFactory())
    file = SimpleUploadedFile(said["file"], (folder / said["file"]).read_bytes())
    page = client.post("/programs/paste/", {"text": "", "file": file}).content.decode()
    carried = dict(re.findall(r'<input type="hidden" form="paste-form" name="(\w+)" value="([^"]*)">', page))
    client.post("/programs/paste/create/", {"text": "", **carried})
    as_said(said)
