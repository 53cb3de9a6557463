"""A sign-in between the password and the code. What it began with must still hold when the code comes."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, unstash_login
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled

BEGUN_WITH = "sign_in_begun_with"


def begin(session: Any, user: Any) -> None:
    session[BEGUN_WITH] = user.get_session_auth_hash()


def has_ended(request: Any) -> bool:
    """As a whole session ends: with the account, when it is switched off, and with its password.

    And with the second factor it waits for: allauth's sign-in and the page of the code would lead to each other.
    """
    stashed = request.session.get(LOGIN_SESSION_KEY)
    if not stashed or stashed["user_pk"] is None:  # a pretended sign-up is nobody's
        return False
    login = unstash_login(request, peek=True)
    if login is None:  # it took too long
        return False
    user = login.user
    if user is None or not user.is_active or request.session.get(BEGUN_WITH) != user.get_session_auth_hash():
        return True
    return login.state["stages"]["current"] == AuthenticateStage.key and not is_mfa_enabled(
        user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
