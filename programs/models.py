"""The weeks: sessions placed on days, each placing with its adjustment."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthoredModel, AuthoredQuerySet, Visibility, validate_time_zone
from core.fields import LineField, ProseField, ValueField
from core.models import BaseModel, Versioned
from core.prepared import Prepared
from exercises.models import Level, Sport
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

MAX_WEEKS = 52
DAYS = range(1, 8)
TAPER = "Taper"  # the phase whose weeks are lighter without being deloads
# What of a session is read along with its placings: its card, what an adjustment needs to know, and of when that is.
SHOWN = ("name", "sport", "effort", "pool_length", "digest", "version", "updated_at")


class DayNames(models.TextChoices):
    """How the seven days of a week are called."""

    WEEKDAY = "weekday", _("Monday to Sunday")
    NUMBERED = "numbered", _("Day 1 to day 7")
    MATCH = "match", _("Around match day")


class ProgramQuerySet(AuthoredQuerySet):
    def templates_for(self, user: Any) -> Self:
        """The templates that this person may see.

        Said by who may not: told whose or public, SQLite gathers all public programs and sorts them.
        """
        return self.filter(is_template=True).exclude(~Q(author_id=user.pk), ~Q(visibility=Visibility.PUBLIC))

    def opened_by(self, token: str) -> Self:
        """What a share link shows to anybody who has it. A draft's link rests; one that was ended is nobody's."""
        return self.filter(link__token=token).exclude(visibility=Visibility.PRIVATE)


class Program(AuthoredModel):
    name = LineField(_("name"), max_length=120)
    # Empty is mixed.
    sport = models.CharField(_("sport"), max_length=20, choices=Sport.choices, blank=True, default="")
    description = ProseField(_("description"), max_length=4000, blank=True)
    duration_weeks = models.PositiveSmallIntegerField(
        _("weeks"), default=4, validators=[MinValueValidator(1), MaxValueValidator(MAX_WEEKS)]
    )
    day_names = models.CharField(_("days"), max_length=10, choices=DayNames.choices, default=DayNames.WEEKDAY)
    difficulty = models.CharField(_("difficulty"), max_length=20, choices=Level.choices, blank=True)
    is_template = models.BooleanField(_("template"), default=False)
    # Advice that its coach does not want to hear: key of a hint (hints.py) -> [how much it was of it, the reason].
    # The database has the default, too: while a release rolls out, the one before it still writes programs.
    silenced = models.JSONField(_("silenced advice"), default=dict, db_default={}, blank=True, editable=False)
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

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["author", "-updated_at", "-id"], name="program_list"),
            models.Index(fields=["visibility", "-updated_at", "-id"], name="program_public_list"),
            # One's own and everybody's in one list: no index that begins with whose they are has them in order.
            models.Index(fields=["-updated_at", "-id"], condition=Q(is_template=True), name="program_templates"),
            models.Index(fields=["-updated_at", "-id"], name="program_latest"),  # everybody's, in the admin
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="program_has_name"),
            models.CheckConstraint(condition=Q(sport__in=["", *Sport.values]), name="program_sport_known"),
            models.CheckConstraint(
                condition=Q(duration_weeks__gte=1, duration_weeks__lte=MAX_WEEKS), name="program_weeks_1_to_52"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:program_detail", args=[self.pk])

    @classmethod
    def parts_of(cls, ids: Collection[str]) -> list[models.QuerySet]:
        return [
            Program.objects.filter(pk__in=ids),
            ProgramWeek.objects.filter(program_id__in=ids),
            ProgramSession.objects.filter(program_id__in=ids),
        ]

    @classmethod
    def read_parts(cls, ids: Collection[str]) -> list[models.Model]:
        """Placings come with what the grid shows of their sessions, those of one session with one object."""
        return [*weeks_of(*ids), *_with_sessions(_placed_in(*ids))]

    def is_whole(self) -> bool:
        """No placing beyond the last week, and each day's counted from 1 without a gap."""
        days: dict[tuple[int, int], list[int]] = {}
        for week, day, order in self.placings.order_by("order").values_list("week", "day", "order"):
            days.setdefault((week, day), []).append(order)
        return all(
            week <= self.duration_weeks and orders == list(range(1, len(orders) + 1))
            for (week, _day), orders in days.items()
        )


class ProgramWeek(BaseModel, Versioned):
    """What a week says of itself. A week that says nothing has no row."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField(_("week"))
    phase = LineField(_("phase"), max_length=40, blank=True)
    is_deload = models.BooleanField(_("deload"), default=False)
    notes = ProseField(_("notes"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("week")
        verbose_name_plural = _("weeks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="program_week_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MAX_WEEKS), name="program_week_1_to_52"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.number}"


class ProgramSession(BaseModel, Versioned):
    """A session placed on a day of a week: its place, and how this placing differs from the session."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="placings")
    session = models.ForeignKey(Session, on_delete=models.RESTRICT, related_name="placings")
    week = models.PositiveSmallIntegerField(_("week"))
    day = models.PositiveSmallIntegerField(_("day"))
    order = models.PositiveIntegerField(_("order"), default=1)
    time_of_day = models.TimeField(_("time of day"), null=True, blank=True)
    adjustment = ValueField(Adjustment, verbose_name=_("adjustment"), max_length=500)
    notes = ProseField(_("notes"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("placed session")
        verbose_name_plural = _("placed sessions")
        ordering = ["week", "day", "order"]
        indexes = [models.Index(fields=["program", "week", "day", "order"], name="placing_place")]
        constraints = [
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=MAX_WEEKS), name="placing_week_1_to_52"),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=7), name="placing_day_1_to_7"),
            models.CheckConstraint(condition=Q(order__gte=1), name="placing_order_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.week}.{self.day}.{self.order}"

    def get_absolute_url(self) -> str:
        return reverse("programs:placing_detail", args=[self.pk])


_OWN = tuple(field.attname for field in ProgramSession._meta.concrete_fields)
_READ = (*_OWN, *(f"session__{name}" for name in SHOWN))
weeks_of = Prepared(lambda *pks: ProgramWeek.objects.filter(program_id__in=pks))
_placed_in = Prepared(lambda *pks: ProgramSession.objects.filter(program_id__in=pks).values_list(*_READ))


def placings_in(program: str, weeks: tuple[int, ...], of: ProgramSession | None) -> list[ProgramSession]:
    """Those of these weeks and of the one in which `of` stands, with what the grid shows of their sessions."""
    return _with_sessions(_placed_then(weeks)(program, of.pk if of else ""))


@cache
def _placed_then(weeks: tuple[int, ...]) -> Prepared:
    def build(program: str, placing: str) -> models.QuerySet:
        where = models.Subquery(ProgramSession.objects.filter(pk=placing).values("week"))
        return ProgramSession.objects.filter(program_id=program, week__in=[*weeks, where]).values_list(*_READ)

    return Prepared(build)


def _with_sessions(found: Iterable[tuple]) -> list[ProgramSession]:
    # Made here of one query's values: select_related makes a session for each of a year's hundreds of placings.
    using = ProgramSession.objects.db
    rows: list[ProgramSession] = []
    sessions: dict[str, Session] = {}
    for values in found:
        row = ProgramSession.from_db(using, _OWN, values[: len(_OWN)])
        session = sessions.get(row.session_id)
        if session is None:
            shown = (row.session_id, *values[len(_OWN) :])
            session = sessions[row.session_id] = Session.from_db(using, ("id", *SHOWN), shown)
        row._state.fields_cache["session"] = session
        rows.append(row)
    return rows


def new_token() -> str:
    """192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


class ShareLink(BaseModel):
    """The secret address of a program. It is no part of the program's steps: undo brings no link back that was ended.

    The token stands here as it is, not hashed: the coach sends the same link to the next athlete, so the page has to
    show it again; and who can read this table can read the program beside it, which is all that the link opens.
    """

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="link")
    token = models.CharField(_("token"), max_length=43, unique=True, default=new_token)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")

    def __str__(self) -> str:
        return self.program_id

    def get_absolute_url(self) -> str:
        return reverse("programs:shared_program", args=[self.token])


class CalendarFeed(BaseModel):
    """The secret address at which calendars ask for a program's sessions, from a start date on.

    Like a share link it is no part of the program's steps, and stands here as it is; unlike one it is open for a draft
    too: its coach made it for a calendar, and the program is not shown by it.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="feeds")
    start_date = models.DateField(_("start on"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    token = models.CharField(_("token"), max_length=43, unique=True, default=new_token)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["start_date", "time_zone"]
        constraints = [
            models.UniqueConstraint(fields=["program", "start_date", "time_zone"], name="calendar_feed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.start_date}"

    def get_absolute_url(self) -> str:
        return reverse("programs:calendar_feed", args=[self.token])


class ColumnChoice(BaseModel):
    """What a coach set columns of a spreadsheet to, for the next one with the same head. Undo knows nothing of it."""

    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    head = models.CharField(_("head"), max_length=64)  # a hash of its titles
    name = LineField(_("titles"), max_length=200)
    roles = models.JSONField(_("columns"), default=dict)  # by the number of the column

    class Meta:
        verbose_name = _("choice of columns")
        verbose_name_plural = _("choices of columns")
        ordering = ["-updated_at"]
        constraints = [models.UniqueConstraint(fields=["coach", "head"], name="column_choice_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def columns(self) -> dict[int, str]:
        return {int(column): role for column, role in self.roles.items()}
