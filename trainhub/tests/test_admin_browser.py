"""The admin in a browser: the content policy holds on each kind of page, and what scripts do there works under it."""

import pytest

from accounts import roles
from accounts.models import User
from accounts.tests.factories import UserFactory
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory
from programs.tests.factories import ProgramSessionFactory
from sessions_app.tests.factories import SessionExerciseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

EXERCISES = "/admin/exercises/exercise/"


@pytest.fixture
def boss(db):
    return UserFactory(email="boss@example.org", name="Boss", is_staff=True, is_superuser=True)


def open_at(page, address):
    answer = page.goto(address)
    assert answer.status == 200, address
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_kind_of_page_keeps_the_policy(open_page, boss, axe, scheme):
    squat, row, placing = ExerciseFactory(name="Squat"), SessionExerciseFactory(), ProgramSessionFactory()
    page = open_page(boss, color_scheme=scheme)
    for address in [
        "/admin/",
        "/admin/exercises/",
        EXERCISES,
        f"{EXERCISES}?q=squat&sport=strength&o=-1",
        f"{EXERCISES}?q=nothing",
        f"{EXERCISES}add/",
        f"{EXERCISES}{squat.pk}/change/",
        f"{EXERCISES}{squat.pk}/history/",
        f"{EXERCISES}{squat.pk}/delete/",
        f"{EXERCISES}{row.exercise_id}/delete/",
        f"/admin/sessions_app/session/{row.session_id}/change/",
        f"/admin/programs/program/{placing.program_id}/change/",
        "/admin/programs/program/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        f"/admin/accounts/user/{boss.pk}/change/",
        f"/admin/accounts/user/{boss.pk}/password/",
        "/admin/auth/group/add/",
        "/admin/core/change/",
        "/admin/mfa/authenticator/",
        "/admin/usersessions/usersession/",
    ]:
        open_at(page, address)
    # What is ours of it: Django's own pages it looks after itself.
    open_at(page, EXERCISES)
    assert axe(page) == []


def test_a_curator_finds_and_accepts(open_page, curator):
    coach = UserFactory(name="Rosa")
    ExerciseFactory(name="Sissy squat", author=coach, status=Status.SUGGESTED)
    ExerciseFactory(name="Back squat")
    page = open_at(open_page(curator), "/admin/")
    page.get_by_role("link", name="Exercises").last.click()

    page.get_by_label("Status").select_option("suggested")
    page.get_by_label("Search").fill("squat")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**status=suggested**")
    assert page.locator("#result_list tbody tr").count() == 1
    assert page.get_by_label("Status").input_value() == "suggested"

    page.get_by_role("link", name="Sissy squat").click()
    page.get_by_label("Level").select_option("advanced")
    page.get_by_role("button", name="Save and accept").click()
    page.get_by_text("“Sissy squat” is in the library.").wait_for()
    exercise = Exercise.objects.get(name="Sissy squat")
    assert (exercise.level, exercise.status, exercise.author) == ("advanced", Status.LIBRARY, None)


def test_several_are_archived_at_once(open_page, curator):
    for name in ("A", "B"):
        ExerciseFactory(name=name)
    page = open_at(open_page(curator), EXERCISES)
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_text("2 of 2 selected").wait_for()
    page.locator("select[name=action]").select_option("archive")
    page.get_by_role("button", name="Go").click()
    page.get_by_text("2 exercises archived.").wait_for()


def test_a_group_is_chosen_by_typing_and_a_right_moved_over(open_page, boss):
    rosa = UserFactory()
    page = open_at(open_page(boss), f"/admin/accounts/user/{rosa.pk}/change/")
    page.locator(".field-groups .select2-selection").click()
    page.locator(".field-groups .select2-search__field").fill("cura")
    page.locator(".select2-results__option", has_text="Curators").click()
    page.locator("#id_user_permissions_from").select_option(label="Exercises | exercise | Can view exercise")
    page.locator("#id_user_permissions_add, #id_user_permissions_add_link").first.click()
    page.locator("input[name=_save]").click()
    page.wait_for_url("**/admin/accounts/user/**")

    rosa = User.objects.get(pk=rosa.pk)
    assert list(rosa.groups.values_list("name", flat=True)) == [roles.CURATORS]
    assert list(rosa.user_permissions.values_list("codename", flat=True)) == ["view_exercise"]


def test_the_list_fits_a_phone(open_page, curator, axe):
    ExerciseFactory(name="Back squat")
    page = open_at(open_page(curator, width=390), EXERCISES)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
