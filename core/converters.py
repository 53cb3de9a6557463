"""Addresses carry identifiers; anything else in their place is no page of ours (404 before any query)."""

from core.ids import ID_LENGTH


class IdConverter:
    regex = f"c[0-9a-z]{{{ID_LENGTH - 1}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
