"""What support sees of people in the admin: never a secret, and at the same cost however many there are."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.tests.factories import UserFactory
from accounts.tests.test_roles import is_curator
from core.models import Change

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/user/"
FACTORS = "/admin/mfa/authenticator/"
BROWSERS = "/admin/usersessions/usersession/"
ADDRESSES = "/admin/account/emailaddress/"
CHANGES = "/admin/core/change/"
LISTS = [PEOPLE, FACTORS, BROWSERS, ADDRESSES, CHANGES]


@pytest.fixture
def as_boss():
    client = Client()
    client.force_login(UserFactory(email="boss@example.org", is_staff=True, is_superuser=True))
    return client


def fill(count):
    for number in range(count):
        person = UserFactory()
        EmailAddress.objects.get_or_create(user=person, email=person.email)
        Authenticator.objects.create(user=person, type="totp", data={"secret": "sesame-secret"})
        UserSession.objects.create(user=person, ip="10.0.0.1", session_key=f"sesame-{number}", user_agent="curl")
        Change.objects.create(user=person, document_type="programs.program", document_id="x", number=1, label="Moved")


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize("address", LISTS)
def test_the_lists_cost_the_same_queries(as_boss, address, count, django_assert_num_queries):
    fill(count)
    # The session, who asks, how many, the rows, and whom they name: of people there is no more to name.
    with django_assert_num_queries(4 if address == PEOPLE else 5):
        page = as_boss.get(address)
    assert len(page.context["cl"].result_list) >= min(count, 50)


@pytest.mark.parametrize("address", LISTS)
def test_what_belongs_to_a_person_is_found_by_their_email(as_boss, address):
    fill(3)
    email = User.objects.filter(is_staff=False).first().email
    page = as_boss.get(address, {"q": email})
    assert len(page.context["cl"].result_list) == 1
    assert email in page.content.decode() or User.objects.get(email=email).name in page.content.decode()


@pytest.mark.parametrize("address", [FACTORS, BROWSERS])
def test_no_secret_is_shown(as_boss, address):
    fill(1)
    row = as_boss.get(address).context["cl"].result_list[0]
    for page in (address, f"{address}{row.pk}/change/", f"{address}{row.pk}/delete/", f"{address}{row.pk}/history/"):
        assert "sesame" not in as_boss.get(page).content.decode()


@pytest.mark.parametrize("address", [FACTORS, BROWSERS, ADDRESSES, CHANGES])
def test_nothing_of_it_is_written(as_boss, address):
    fill(1)
    row = as_boss.get(address).context["cl"].result_list[0]
    assert as_boss.get(f"{address}add/").status_code == 403
    assert as_boss.post(f"{address}{row.pk}/change/", {"label": "x"}).status_code == 403


def test_who_lost_the_phone_is_let_in(as_boss):
    fill(1)
    factor = Authenticator.objects.get()
    codes = Authenticator.objects.create(user=factor.user, type="recovery_codes", data={})
    assert "what an attacker asks for" in as_boss.get(f"{FACTORS}{factor.pk}/change/").content.decode()

    assert as_boss.post(f"{FACTORS}{factor.pk}/delete/", {"post": "yes"}).status_code == 302

    assert not Authenticator.objects.filter(pk=codes.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_person_is_told_that_the_factor_is_gone(as_boss):
    fill(1)
    factor = Authenticator.objects.get()

    as_boss.post(f"{FACTORS}{factor.pk}/delete/", {"post": "yes"})

    letters = [(message.to, message.subject) for message in mail.outbox]
    assert letters == [([factor.user.email], "Authenticator app turned off")]


def test_recovery_codes_stay_with_a_passkey(as_boss):
    fill(1)
    person = Authenticator.objects.get().user
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Laptop"})
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    chosen = Authenticator.objects.get(type="totp")

    as_boss.post(FACTORS, {"action": "delete_selected", "_selected_action": [chosen.pk], "post": "yes"})

    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}


def test_a_browser_is_signed_out(as_boss):
    person = UserFactory()
    theirs = Client()
    theirs.force_login(person)
    key = theirs.session.session_key
    row = UserSession.objects.create(user=person, ip="10.0.0.1", session_key=key, user_agent="")

    as_boss.post(BROWSERS, {"action": "sign_out", "_selected_action": [row.pk]})

    assert not Session.objects.filter(session_key=key).exists()
    assert not UserSession.objects.filter(pk=row.pk).exists()
    assert theirs.get("/accounts/profile/").status_code == 302


def test_curators_are_made_and_dismissed(as_boss):
    rosa, gone = UserFactory(), UserFactory(is_active=False)

    as_boss.post(PEOPLE, {"action": "make_curators", "_selected_action": [rosa.pk, gone.pk]})
    rosa.refresh_from_db()
    gone.refresh_from_db()
    assert is_curator(rosa) and not is_curator(gone)

    as_boss.post(PEOPLE, {"action": "dismiss_curators", "_selected_action": [rosa.pk]})
    rosa.refresh_from_db()
    assert not is_curator(rosa)


def test_only_a_superuser_makes_curators():
    helper, rosa = UserFactory(is_staff=True), UserFactory()
    support = Group.objects.create(name="Support")
    support.permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    helper.groups.add(support)
    client = Client()
    client.force_login(helper)

    client.post(PEOPLE, {"action": "make_curators", "_selected_action": [rosa.pk]})

    rosa.refresh_from_db()
    assert not rosa.is_staff


def test_a_group_is_chosen_by_typing(as_boss):
    html = as_boss.get(f"{PEOPLE}{UserFactory().pk}/change/").content.decode()
    assert 'data-field-name="groups"' in html
    asked = {"app_label": "accounts", "model_name": "user", "field_name": "groups", "term": "cura"}
    answer = as_boss.get("/admin/autocomplete/", asked).json()
    assert [found["text"] for found in answer["results"]] == ["Curators"]
