"""What people do with exercises. Each verb is atomic, knows no request, and refuses with a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import text
from exercises.models import MAX_NAME, MAX_REASON, Exercise, Favourite, Sport, Status, Tombstone

# A variant is a copy of these; its name is new, and aliases would shadow those of the exercise it came from.
COPIED = (
    "sport", "description", "cues", "pattern", "level", "muscles", "secondary_muscles", "equipment", "measures",
    "per_side", "easier", "caution", "video_url",
)  # fmt: skip
NOT_COPIED = {
    "id", "created_at", "updated_at", "name", "name_key", "search_key", "aliases", "alias_languages", "author",
    "status", "catalogue_key", "is_retired", "declined_because", "curated_at",
}  # fmt: skip

_ENDURANCE = {Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING, Sport.ROWING}


class Refused(Exception):
    """A verb that cannot be done; its text is a sentence for the person."""


def create_own(user: Any, **values: Any) -> Exercise:
    """A new exercise of this person's own. Raises Refused if one of that name and sport is theirs already."""
    return save(Exercise(author=user, status=Status.OWN, **values))


@transaction.atomic
def create_suggested(user: Any, **values: Any) -> Exercise:
    """A new one of one's own, and offered to the library at once."""
    exercise = create_own(user, **values)
    suggest(exercise)
    return exercise


def named(user: Any, name: str, sport: str) -> Exercise:
    """What an import makes of a name that nobody knows: an own exercise with a name, a sport and nothing else."""
    measures = ("time", "distance") if sport in _ENDURANCE else ()
    return create_own(user, name=name[:MAX_NAME], sport=sport, measures=measures)


def change(exercise: Exercise, **values: Any) -> Exercise:
    for name, value in values.items():
        setattr(exercise, name, value)
    return save(exercise)


@transaction.atomic
def save(exercise: Exercise) -> Exercise:
    """Whatever was set on it, if the name is free and equipment is spelled one way. Raises Refused."""
    if not exercise._state.adding:
        _hold(exercise)
    return _write(exercise)


def _hold(exercise: Exercise) -> None:
    """Its lock. Refused where it is not whose and what the request read it to be: it was accepted or went meanwhile."""
    rows = Exercise.objects.select_for_update(no_key=True).filter(pk=exercise.pk)
    if rows.values_list("status", "author_id").first() != (exercise.status, exercise.author_id):
        raise Refused(_("Meanwhile somebody else changed what becomes of “%(name)s”.") % {"name": exercise.name})


def _write(exercise: Exercise) -> Exercise:
    pieces: Any = tuple(equipment_name(piece) for piece in exercise.equipment)
    exercise.equipment = pieces
    try:
        with transaction.atomic():
            exercise.clean()
            exercise.validate_constraints()
            exercise.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:  # somebody was faster
        raise Refused(_("There is an exercise of this name in this sport.")) from error
    return exercise


def curate(exercise: Exercise) -> Exercise:
    """Save what a curator says of it. What is the library's then stays so, whatever the catalogue says."""
    if exercise.is_library:
        exercise.curated_at = timezone.now()
    return save(exercise)


def change_together(
    exercises: Iterable[Exercise],
    *,
    add_muscles: Collection[str] = (),
    add_secondary_muscles: Collection[str] = (),
    remove_muscles: Collection[str] = (),
    add_equipment: str = "",
    remove_equipment: Collection[str] = (),
) -> list[Exercise]:
    """Muscles and equipment of many, as a curator says; those that are others now. A main muscle is no second one."""
    piece, changed = equipment_name(add_equipment), []
    for exercise in exercises:
        before = exercise.muscles, exercise.secondary_muscles, exercise.equipment
        main = [muscle for muscle in exercise.muscles if muscle not in {*remove_muscles, *add_secondary_muscles}]
        main = list(dict.fromkeys([*main, *add_muscles]))
        also = [muscle for muscle in exercise.secondary_muscles if muscle not in remove_muscles]
        also = [muscle for muscle in dict.fromkeys([*also, *add_secondary_muscles]) if muscle not in main]
        equipment = [one for one in exercise.equipment if one not in remove_equipment]
        after: Any = tuple(main), tuple(also), tuple(dict.fromkeys([*equipment, *filter(None, [piece])]))
        if after != before:
            exercise.muscles, exercise.secondary_muscles, exercise.equipment = after
            exercise.curated_at = timezone.now() if exercise.is_library else None
            changed.append(exercise)
    Exercise.objects.bulk_update(changed, ["muscles", "secondary_muscles", "equipment", "curated_at"], batch_size=200)
    return changed


def equipment_name(piece: str) -> str:
    """One spelling for a piece of equipment, so that it is one filter: `BARBELL` and `barbell` are Barbell."""
    piece = " ".join(piece.split())
    return piece[:1].upper() + (piece[1:].lower() if piece.isupper() and len(piece) > 3 else piece[1:])


@transaction.atomic
def archive(exercise: Exercise) -> None:
    """It stays where it is used and is no longer offered."""
    _hold(exercise)
    _set_status(exercise, Status.ARCHIVED)


@transaction.atomic
def restore(exercise: Exercise) -> None:
    _hold(exercise)
    _set_status(exercise, Status.LIBRARY if exercise.is_library else Status.OWN)


@transaction.atomic
def suggest(exercise: Exercise, *, again: bool = False) -> None:
    """Own exercise, offered to the library: an admin accepts or declines. Meanwhile it stays the author's own.

    One that was declined is suggested again only by who says so, and has seen why it was.
    """
    _hold(exercise)
    if exercise.status not in (Status.OWN, Status.DECLINED):
        raise Refused(_("Only an exercise of your own that is in use can be suggested."))
    if exercise.status == Status.DECLINED and not again:
        raise Refused(_("“%(name)s” was declined. Suggest it again from its page.") % {"name": exercise.name})
    if Exercise.objects.library().filter(sport=exercise.sport, name_key=exercise.name_key).exists():
        raise Refused(_("“%(name)s” is in the library already.") % {"name": exercise.name})
    _set_status(exercise, Status.SUGGESTED)


@transaction.atomic
def withdraw(exercise: Exercise) -> None:
    _hold(exercise)
    if exercise.status != Status.SUGGESTED:
        raise Refused(_("This exercise is not suggested."))
    was_declined = Tombstone.objects.filter(pk=exercise.pk).exists()
    _set_status(exercise, Status.DECLINED if was_declined else Status.OWN)


@transaction.atomic
def accept(exercise: Exercise) -> None:
    """From a suggestion to the library: it has no author any more. Raises Refused if the name is there already."""
    _hold(exercise)
    if exercise.status != Status.SUGGESTED:
        raise Refused(_("“%(name)s” is not suggested.") % {"name": exercise.name})
    exercise.refresh_from_db()  # all of it is written, and the coach may have mended it
    author, exercise.author, exercise.status = exercise.author, None, Status.LIBRARY
    exercise.declined_because, exercise.curated_at = "", timezone.now()
    try:
        with transaction.atomic():
            _write(exercise)
            Tombstone.objects.filter(pk=exercise.pk).delete()
    except Refused as error:
        exercise.author, exercise.status, exercise.curated_at = author, Status.SUGGESTED, None
        raise Refused(_("“%(name)s” is in the library already.") % {"name": exercise.name}) from error


@transaction.atomic
def decline(exercise: Exercise, because: str = "") -> None:
    """It stays the coach's own, who reads why."""
    _hold(exercise)
    if exercise.status != Status.SUGGESTED:
        raise Refused(_("“%(name)s” is not suggested.") % {"name": exercise.name})
    exercise.declined_because = " ".join(because.split())[:MAX_REASON]
    _set_status(exercise, Status.DECLINED)
    bury(exercise)


def bury(exercise: Exercise, into: Exercise | None = None) -> None:
    """What it was called, for the catalogue, which brings it no more, and for old addresses."""
    Tombstone.objects.filter(into=exercise).update(into=into)
    facts = {name: getattr(exercise, name) for name in ("name", "name_key", "sport", "catalogue_key")}
    Tombstone.objects.update_or_create(pk=exercise.pk, defaults=facts | {"into": into})


def _set_status(exercise: Exercise, status: str) -> None:
    exercise.status = status
    exercise.save(update_fields=["status", "declined_because"])


def delete(exercise: Exercise) -> None:
    """For good: the catalogue does not bring it again. Raises Refused while a session holds it."""
    try:
        with transaction.atomic():
            if exercise.is_library:
                bury(exercise)
            exercise.delete()
    except RestrictedError as error:
        raise Refused(
            _("“%(name)s” is used in sessions, so it stays. Archive it: then it is no longer offered.")
            % {"name": exercise.name}
        ) from error


def favour(exercise: Exercise, user: Any) -> None:
    """A star on it, if there is none yet."""
    Favourite.objects.get_or_create(person=user, exercise=exercise)


def unfavour(exercise: Exercise, user: Any) -> None:
    Favourite.objects.filter(person=user, exercise=exercise).delete()


def make_variant(exercise: Exercise, user: Any) -> Exercise:
    """A copy as this person's own, to be changed at will; the first free name."""
    values = {name: getattr(exercise, name) for name in COPIED}
    return create_own(user, name=_free_name(exercise, user), **values)


def _free_name(exercise: Exercise, user: Any) -> str:
    own = Exercise.objects.filter(author=user, sport=exercise.sport)
    taken = set(own.values_list("name_key", flat=True))
    number = 1
    while True:
        ending = _(", variant") if number == 1 else _(", variant %(number)s") % {"number": number}
        name = exercise.name[: MAX_NAME - len(ending)] + ending
        if text.key(name) not in taken:
            return name
        number += 1
