"""What must be read again later is stored encrypted: a copy of the database alone holds no second factor.

The key comes from SECRET_KEY. Whoever loses that loses what was stored under it (docs/architecture.md).
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

PURPOSE = b"trainhub second factors"  # another purpose would be another key of the same secret


class Lost(ValidationError, PermissionDenied):
    """It was stored under another SECRET_KEY. A form says so; a page that needs it is a 403."""

    def __init__(self) -> None:
        super().__init__(_("This server lost its key to your codes. Use a passkey, or ask whoever runs this TrainHub."))


@lru_cache(maxsize=8)
def _fernet(secrets: tuple[str, ...]) -> MultiFernet:
    keys = [HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode()) for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _own() -> MultiFernet:
    """The first secret writes; the earlier ones still read."""
    return _fernet((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def encrypt(text: str) -> str:
    return _own().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text again. Raises Lost where no key of ours fits."""
    try:
        return _own().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Lost from error
