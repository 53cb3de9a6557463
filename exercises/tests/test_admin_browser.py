"""The curator's pages in a browser: read by everybody, kept by the policy, and gone through with the keyboard alone."""

import pytest

from exercises import library
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory
from sessions_app.tests.factories import SessionExerciseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LIST = "/admin/exercises/exercise/"


@pytest.fixture
def twins(db):
    twin = ExerciseFactory(name="Squat, back", aliases=("Kniebeuge",), measures=("reps",), cues=("Sit.", "Stand."))
    return twin, ExerciseFactory(name="Back squat", cues=("Brace before you unlock the knees.",) * 1)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_each_page_is_within_the_window_and_accessible(open_page, curator, rosa, axe, twins, width, scheme):
    twin, squat = twins
    SessionExerciseFactory(exercise=twin)
    suggested = ExerciseFactory(name="Back squats, slow", author=rosa)
    library.suggest(suggested)
    page = open_page(curator, width=width, color_scheme=scheme)
    for address in [
        "suggestions/",
        "duplicates/",
        f"{twin.pk}/merge/",
        f"{twin.pk}/merge/?into={squat.pk}",
        f"{twin.pk}/history/",
        f"{twin.pk}/preview/",
        "import/",
    ]:
        assert page.goto(LIST + address).status == 200, address
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address


def test_a_pair_is_merged_with_the_keyboard_alone(open_page, curator, twins):
    twin, squat = twins
    SessionExerciseFactory(exercise=squat)
    page = open_page(curator)
    page.goto(f"{LIST}duplicates/")
    page.get_by_role("link", name="Merge into Back squat").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Merged “Squat, back” into “Back squat”.").wait_for()
    assert Exercise.objects.get().aliases == ("Squat, back", "Kniebeuge")


def test_many_are_changed_at_once_and_a_step_reverted(open_page, curator, twins):
    page = open_page(curator)
    page.goto(LIST)
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option("change_together")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Add main muscles").select_option("calves")
    page.get_by_role("button", name="Change").click()
    page.get_by_text("2 exercises changed.").wait_for()
    assert {row.muscles for row in Exercise.objects.all()} == {("quads", "calves")}

    page.goto(f"{LIST}{twins[1].pk}/history/")
    page.get_by_role("link", name="Revert").click()
    page.get_by_role("button", name="Revert").click()
    page.get_by_text("“Back squat” is as it was before that step.").wait_for()
    assert Exercise.objects.get(pk=twins[1].pk).muscles == ("quads",)


def test_what_stands_in_the_form_is_previewed_in_a_page_of_its_own(open_page, curator, rosa):
    suggested = ExerciseFactory(name="Sofa jump", author=rosa, status=Status.SUGGESTED)
    page = open_page(curator)
    page.goto(f"{LIST}{suggested.pk}/change/")
    page.get_by_label("Take care").fill("Springs.")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Preview what stands here").click()
    popup.value.get_by_text("Springs.").wait_for()
    page.get_by_label("Why it is declined, for the coach").fill("Sofas differ.")
    page.get_by_role("button", name="Save and decline").click()
    page.get_by_text("“Sofa jump” is declined.").wait_for()
    assert Exercise.objects.get().declined_because == "Sofas differ."
