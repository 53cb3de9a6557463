"""What the library asks of those who use it, whom it does not know."""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal


class Question(Signal):
    """What is sent for the answers of those who know, which may be nobody."""

    def answers(self, **about: Any) -> list[Any]:
        return [answer for _receiver, answer in self.send(sender=Question, **about)]


# With `exercise` and `user`. Each receiver answers a list of (sentence, address or "") for the admin.
asked_where_used = Question()

# With `exercises` and `update_fields`, after `bulk_update`: what `post_save` says of one. `update()` says nothing.
written_in_bulk = Signal()

# With `user`, and `exercise` where only that one is meant. Each receiver answers, by the id of an exercise,
# in how many of this person's sessions it stands.
asked_uses = Question()

# With `ids` of exercises, for curators. Each receiver answers {id: in how many sessions, whoever's, it stands}.
asked_how_often = Question()

# With `duplicate` and `into`, inside the transaction that takes the duplicate away: who uses it uses the other from now
# on, and shows what it showed.
exercise_merged = Signal()

# With `exercise` and `user`. Each receiver answers a `mine.Use`.
asked_how_used = Question()
