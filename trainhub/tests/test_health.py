import pytest
from django.db import OperationalError, connection

from trainhub import views


@pytest.mark.django_db
def test_answers_ok_after_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]


def test_answers_503_when_the_database_does_not(client, monkeypatch):
    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database unreachable\n")


@pytest.mark.django_db
def test_is_only_read(client):
    response = client.post("/healthz")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_is_open_to_everyone():
    assert views.healthz.login_required is False
