"""What is stored encrypted."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import vault


def test_reads_what_it_wrote_and_never_writes_it_the_same_way_twice():
    once, again = vault.encrypt("a secret"), vault.encrypt("a secret")

    assert once != again
    assert "a secret" not in once
    assert vault.decrypt(once) == vault.decrypt(again) == "a secret"


def test_another_key_reads_nothing(settings):
    stored = vault.encrypt("a secret")
    settings.SECRET_KEY = "another"
    with pytest.raises(vault.Lost) as lost:
        vault.decrypt(stored)

    assert isinstance(lost.value, ValidationError) and isinstance(lost.value, PermissionDenied)


def test_an_earlier_key_still_reads(settings):
    stored = vault.encrypt("a secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert vault.decrypt(stored) == "a secret"


@pytest.mark.parametrize("text", ["", "plain text", "gAAAAA", "é"])
def test_what_was_never_encrypted_is_not_read(text):
    with pytest.raises(vault.Lost):
        vault.decrypt(text)
