"""One workout: exercises in order, each placed with its prescription. It knows nothing of programs."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthoredModel, AuthoredQuerySet
from core.fields import LineField, ProseField, ValueField
from core.ids import ID_LENGTH
from core.models import BaseModel, BaseQuerySet, Versioned
from core.prepared import Prepared
from exercises.models import Exercise, Sport
from sessions_app import prescription as values

LETTERS = list(string.ascii_uppercase)


class Section(models.TextChoices):
    WARM_UP = "warm_up", _("Warm-up")
    MAIN = "main", _("Main")
    COOL_DOWN = "cool_down", _("Cool-down")


class GroupKind(models.TextChoices):
    ROUNDS = "rounds", _("Rounds")
    AMRAP = "amrap", _("AMRAP")
    EMOM = "emom", _("EMOM")
    ALTERNATING_EMOM = "alternating_emom", _("Alternating EMOM")
    FOR_TIME = "for_time", _("For time")


class SessionQuerySet(AuthoredQuerySet):
    def kept(self) -> Self:
        """What the Sessions list shows: not the copies and imports that only live inside a program."""
        return self.filter(kept=True)

    def with_rows(self) -> Self:
        return self.prefetch_related(models.Prefetch("rows", SessionExercise.objects.with_exercise().order_by("order")))


class Session(AuthoredModel):
    name = LineField(_("name"), max_length=120)
    # Empty is mixed: a brick, a circuit of several sports.
    sport = models.CharField(_("sport"), max_length=20, choices=Sport.choices, blank=True, default="")
    course = LineField(
        _("pool or course"), max_length=60, blank=True, help_text=_("25 m pool, track, open water, hilly loop.")
    )
    pool_length = models.DecimalField(_("pool length"), max_digits=6, decimal_places=3, null=True, blank=True)
    effort = models.DecimalField(
        _("planned RPE"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("1 to 10, for the whole session."),
    )
    note = ProseField(_("note"), max_length=4000, blank=True)
    kept = models.BooleanField(_("in the Sessions list"), default=True)
    # Credit outlives what it names: deleting the original writes nothing into the copies, which may be another coach's.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # The rows in short, written with them: the program grid computes from it and never loads the rows.
    digest = models.TextField(editable=False, default="", blank=True)

    DERIVED = ("digest",)
    # The rows as the last verb on this very object left them: what the page shows after it is not read again.
    left: list[SessionExercise] | None = None
    left_values: list[values.Row] | None = None  # the same rows as values, where the verb had made them

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["author", "kept", "-updated_at", "-id"], name="session_list"),
            models.Index(fields=["-updated_at", "-id"], name="session_latest"),  # everybody's, in the admin
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="session_has_name"),
            models.CheckConstraint(condition=Q(sport__in=["", *Sport.values]), name="session_sport_known"),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__gte=1, effort__lte=10), name="session_effort_1_to_10"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sessions:session_detail", args=[self.pk])

    @classmethod
    def parts_of(cls, ids: Collection[str]) -> list[models.QuerySet]:
        return [
            Session.objects.filter(pk__in=ids),
            SessionGroup.objects.filter(session_id__in=ids),
            SessionExercise.objects.filter(session_id__in=ids),
        ]

    @classmethod
    def read_parts(cls, ids: Collection[str]) -> list[models.Model]:
        """One query: a group stands only with rows. Rows come with their exercise, those of a group with one object."""
        rows = _rows_of(*ids)
        groups = {row.group_id: row.group for row in rows if row.group is not None}
        for row in rows:
            if row.group_id is not None:
                row.group = groups[row.group_id]
        return [*groups.values(), *rows]


_rows_of = Prepared(lambda *pks: SessionExercise.objects.filter(session_id__in=pks).with_exercise())


class SessionGroup(BaseModel, Versioned):
    """Rows done in turn. It owns the rounds and the rest between them; a row's sets are then per round."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="groups")
    letter = models.CharField(_("letter"), max_length=1)
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind.choices, default=GroupKind.ROUNDS)
    rounds = models.PositiveSmallIntegerField(_("rounds"), null=True, blank=True)
    sets_of_rounds = models.PositiveSmallIntegerField(_("sets of rounds"), null=True, blank=True)
    cap_s = models.PositiveIntegerField(_("time cap"), null=True, blank=True)
    every_s = models.PositiveIntegerField(_("a round starts every"), null=True, blank=True)
    rest_s = models.PositiveIntegerField(_("rest between rounds"), null=True, blank=True)
    set_rest_s = models.PositiveIntegerField(_("rest between sets of rounds"), null=True, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["letter"]
        constraints = [
            models.CheckConstraint(condition=Q(letter__in=LETTERS), name="session_group_letter"),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="session_group_kind_known"),
        ]

    def __str__(self) -> str:
        return self.letter

    @property
    def value(self) -> values.Group:
        return values.Group(self.letter, *(getattr(self, name) for name in GROUP_FACTS))


class SessionExerciseQuerySet(BaseQuerySet):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.set_coach()
        return super().bulk_create(rows, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def with_exercise(self) -> Self:
        """With exercise and group in one query; of the exercise what a session shows or counts."""
        unread = (f"exercise__{name}" for name in Exercise.NOT_IN_SESSIONS)
        return self.select_related("exercise", "group").defer(*unread)

    def used_by(self, user: Any) -> Self:
        """The rows of this coach's own sessions, what was written last first: one look into one index."""
        return self.of_coach(user.pk or "-")

    def of_coach(self, coach: str) -> Self:
        return self.filter(coach=coach).order_by("-updated_at")


class SessionExercise(BaseModel, Versioned):
    """An exercise placed in a session: where, and how it is to be done."""

    # Whose session it is, once more: what somebody did last with an exercise is found without reading all they wrote.
    # No foreign key: when the session is given to somebody else this is nobody's any more.
    # The database has the default, too: while a release rolls out, the one before it still writes rows.
    coach = models.CharField(max_length=ID_LENGTH, editable=False, default="", db_default="", blank=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rows")
    # RESTRICT, not PROTECT: a closing account takes its own exercises along with its own sessions.
    exercise = models.ForeignKey(Exercise, on_delete=models.RESTRICT, related_name="uses")
    written_as = LineField(
        _("written as"),
        max_length=120,
        blank=True,
        help_text=_("The name as the coach wrote it; empty: the exercise's own."),
    )
    order = models.PositiveIntegerField(_("order"), default=1)
    section = models.CharField(_("section"), max_length=10, choices=Section.choices, default=Section.MAIN)
    section_title = LineField(_("section title"), max_length=60, blank=True)
    # Not CASCADE: undo takes a group away before it puts its rows as they were, alone.
    group = models.ForeignKey(SessionGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="rows")
    sets = models.PositiveSmallIntegerField(_("sets"), null=True, blank=True)
    sets_max = models.PositiveSmallIntegerField(_("sets, at most"), null=True, blank=True)
    reps = ValueField(values.Reps, verbose_name=_("reps"))
    duration = models.PositiveIntegerField(_("seconds a set"), null=True, blank=True)
    duration_max = models.PositiveIntegerField(_("seconds a set, at most"), null=True, blank=True)
    distance = models.DecimalField(_("metres a set"), max_digits=14, decimal_places=6, null=True, blank=True)
    distance_max = models.DecimalField(
        _("metres a set, at most"), max_digits=14, decimal_places=6, null=True, blank=True
    )
    distance_unit = models.CharField(_("distance typed in"), max_length=2, blank=True)
    intensity = ValueField(values.Intensity, verbose_name=_("intensity"))
    rest = ValueField(values.Rest, verbose_name=_("rest"))
    every = models.PositiveIntegerField(_("a set starts every"), null=True, blank=True)
    tempo = models.CharField(_("tempo"), max_length=20, blank=True)
    cadence = ValueField(values.Cadence, verbose_name=_("cadence"), max_length=20)
    per_side = models.BooleanField(_("each side"), default=False)
    amrap = models.BooleanField(_("as many as possible"), default=False)
    is_warm_up = models.BooleanField(_("work-up sets"), default=False)
    notes = ProseField(_("notes"), max_length=2000, blank=True)
    # In the notes stands what was not understood, and nobody has said yet that it is one.
    is_unclear = models.BooleanField(_("not understood"), default=False, db_default=False)

    PLACES = frozenset({"order", "section", "section_title", "group_id", "coach"})

    objects = SessionExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("session exercise")
        verbose_name_plural = _("session exercises")
        ordering = ["session_id", "order"]
        indexes = [
            models.Index(fields=["session", "order"], name="session_exercise_order"),
            models.Index(fields=["coach", "-updated_at"], name="session_exercise_lately"),
            models.Index(fields=["coach", "exercise", "-updated_at"], name="session_exercise_last_use"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(order__gte=1), name="session_exercise_order_from_1"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="session_exercise_section_known"),
            models.CheckConstraint(
                condition=Q(sets__isnull=True) | Q(sets__gte=1), name="session_exercise_sets_from_1"
            ),
            models.CheckConstraint(
                condition=Q(distance__isnull=True) | Q(distance__gt=0), name="session_exercise_distance_positive"
            ),
            models.CheckConstraint(
                condition=Q(distance_unit__in=["", "m", "km", "mi", "yd"]), name="session_exercise_unit_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_coach()
        super().save(*args, **kwargs)

    def set_coach(self) -> None:
        """As its session says, where that is at hand: undo puts a row back as it was, unless it was stored without."""
        session = self._state.fields_cache.get("session")
        if session is not None:
            self.coach = session.author_id

    @property
    def name(self) -> str:
        """The exercise as the coach wrote it here."""
        return self.written_as or self.exercise.name

    @property
    def prescription(self) -> values.Prescription:
        return values.Prescription(**{name: getattr(self, name) for name in PRESCRIPTION_COLUMNS})

    @prescription.setter
    def prescription(self, prescription: values.Prescription) -> None:
        for name in PRESCRIPTION_COLUMNS:
            setattr(self, name, getattr(prescription, name))

    @property
    def value(self) -> values.Row:
        """The row for `apply`, totals and text."""
        return values.Row(
            name=self.name,
            exercise=self.exercise_id,
            sport=self.exercise.sport,
            section=self.section,
            section_title=self.section_title,
            group=self.group.value if self.group is not None else None,
            prescription=self.prescription,
            has_max=self.exercise.has_max,
        )


# What a group says beside its letter, in the order of `values.Group`.
GROUP_FACTS = ("kind", "rounds", "sets_of_rounds", "cap_s", "every_s", "rest_s", "set_rest_s")
PRESCRIPTION_COLUMNS = (
    "sets", "sets_max", "reps", "duration", "duration_max", "distance", "distance_max", "distance_unit",
    "intensity", "rest", "every", "tempo", "cadence", "per_side", "amrap", "is_warm_up", "notes",
)  # fmt: skip


def values_of(rows: Iterable[SessionExercise]) -> list[values.Row]:
    return [row.value for row in rows]


def rows_of(session: Session) -> list[SessionExercise]:
    """The rows in order, with exercise and group: one query, none if prefetched by `with_rows`."""
    if "rows" in getattr(session, "_prefetched_objects_cache", {}):
        return list(session.rows.all())
    return list(session.rows.with_exercise().order_by("order"))
