"""What a person has here beside the account: each app above says it once, for closing and for the archive.

A registry and not a signal, for three reasons: what stands on others goes before them, so there is an order; the page
counts before anything goes; and the same answer serves the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, Q, QuerySet

if TYPE_CHECKING:
    from accounts.archive import Archive
    from accounts.arriving import Arrival

NOTHING = Q(pk__in=[])
Going = Callable[[type[Model]], QuerySet]


class Belongings:
    """One kind of thing that people make. What is named here are querysets: nothing is read before it is needed."""

    model: type[Model]
    # What others may go on reading after its author has gone.
    public = NOTHING

    def of(self, user: Any) -> QuerySet:
        return self.model._default_manager.filter(author=user)

    def needs(self, staying: QuerySet) -> Mapping[type[Model], QuerySet]:
        """Ids of what lies below, by model, without which these could not be read."""
        return {}

    def delete(self, going: QuerySet) -> None:
        going.delete()

    def give(self, staying: QuerySet, former: Any) -> None:
        """What stays is of somebody of whom nothing is known."""
        staying.update(author=former, updated_at=F("updated_at"))

    def let_go(self, going: Going) -> None:
        """Things of others that stand on what goes below get one of their own in its place.

        `going(model)` is what goes of a model below. Only what an operator moved from one person to another is so.
        """

    def count(self, number: int) -> str:
        """`3 programs`"""
        raise NotImplementedError

    def write(self, user: Any, archive: Archive) -> None:
        """Into the archive, all of it."""
        raise NotImplementedError

    def unpack(self, arrival: Arrival) -> None:
        """What takes long to parse of an archive, kept in `arrival.parsed`. Nothing is locked yet."""

    def look(self, arrival: Arrival) -> None:
        """Before anything of an archive is read: what is here already, and what lies below that must be made anew."""

    def read(self, arrival: Arrival) -> None:
        """Out of the archive, with what lies below read before."""
        raise NotImplementedError


_registered: list[Belongings] = []


def register(kind: Belongings) -> None:
    """Called when an app is ready; apps are started from the ground up."""
    _registered.append(kind)


def kinds() -> list[Belongings]:
    """What stands on others first."""
    return _registered[::-1]
