"""The library: what there is to do. An exercise knows nothing of the sessions that use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import text
from core.fields import LineField, ListField, ProseField
from core.models import BaseModel, BaseQuerySet
from exercises import names, search
from exercises.signals import written_in_bulk

MAX_NAME = 120
MAX_REASON = 300
# What the keys are made of: whoever writes one of these writes them, too.
KEYS_ARE_OF = frozenset({"name", "aliases", "muscles", "equipment"})


class Sport(models.TextChoices):
    STRENGTH = "strength", _("Strength")
    RUNNING = "running", _("Running")
    CYCLING = "cycling", _("Cycling")
    SWIMMING = "swimming", _("Swimming")
    ROWING = "rowing", _("Rowing")
    MOBILITY = "mobility", _("Mobility")
    TEAM_SPORTS = "team_sports", _("Team sports")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Pattern(models.TextChoices):
    """How the body moves; a swap looks for the same pattern."""

    SQUAT = "squat", _("Squat")
    HINGE = "hinge", _("Hinge")
    LUNGE = "lunge", _("Lunge")
    PUSH_HORIZONTAL = "push_horizontal", _("Horizontal push")
    PUSH_VERTICAL = "push_vertical", _("Vertical push")
    PULL_HORIZONTAL = "pull_horizontal", _("Horizontal pull")
    PULL_VERTICAL = "pull_vertical", _("Vertical pull")
    CARRY = "carry", _("Carry")
    CORE = "core", _("Core")
    ROTATION = "rotation", _("Rotation")
    ISOLATION = "isolation", _("Isolation")
    OLYMPIC = "olympic", _("Olympic lift")
    JUMP = "jump", _("Jump and throw")
    LOCOMOTION = "locomotion", _("Locomotion")
    DRILL = "drill", _("Drill")
    STRETCH = "stretch", _("Stretch")


class Muscle(models.TextChoices):
    NECK = "neck", _("Neck")
    UPPER_TRAPS = "upper_traps", _("Upper traps")
    UPPER_BACK = "upper_back", _("Upper back")
    LATS = "lats", _("Lats")
    LOWER_BACK = "lower_back", _("Lower back")
    FRONT_DELTS = "front_delts", _("Front delts")
    SIDE_DELTS = "side_delts", _("Side delts")
    REAR_DELTS = "rear_delts", _("Rear delts")
    ROTATOR_CUFF = "rotator_cuff", _("Rotator cuff")
    CHEST = "chest", _("Chest")
    BICEPS = "biceps", _("Biceps")
    TRICEPS = "triceps", _("Triceps")
    FOREARMS = "forearms", _("Forearms")
    ABS = "abs", _("Abs")
    OBLIQUES = "obliques", _("Obliques")
    HIP_FLEXORS = "hip_flexors", _("Hip flexors")
    GLUTES = "glutes", _("Glutes")
    ABDUCTORS = "abductors", _("Abductors")
    ADDUCTORS = "adductors", _("Adductors")
    QUADS = "quads", _("Quads")
    HAMSTRINGS = "hamstrings", _("Hamstrings")
    CALVES = "calves", _("Calves")
    SHINS = "shins", _("Shins")


class Measure(models.TextChoices):
    """What is written down when it was done."""

    LOAD = "load", _("kg × reps")
    REPS = "reps", _("reps")
    TIME = "time", _("time")
    DISTANCE = "distance", _("distance")
    PACE = "pace", _("pace")
    POWER = "power", _("power")


class Status(models.TextChoices):
    OWN = "own", _("Own")
    SUGGESTED = "suggested", _("Suggested")
    DECLINED = "declined", _("Declined")
    LIBRARY = "library", _("Library")
    ARCHIVED = "archived", _("Archived")


class ExerciseQuerySet(BaseQuerySet):
    def bulk_update(self, objs: Iterable[Any], fields: Sequence[str], batch_size: int | None = None) -> int:
        """As many at once are changed, and those who use them hear of it, as after `save()`."""
        objs = list(objs)
        if KEYS_ARE_OF.intersection(fields):
            fields = list(dict.fromkeys([*fields, "name_key", "search_key"]))
            for exercise in objs:
                exercise.set_keys()
        with transaction.atomic():
            count = super().bulk_update(objs, fields, batch_size)
            written_in_bulk.send(sender=self.model, exercises=objs, update_fields=frozenset(fields))
        return count

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def visible_to(self, user: Any) -> Self:
        """The library, and what is this person's own."""
        library = Q(author__isnull=True)
        return self.filter(library | Q(author_id=user.pk) if user.pk else library)

    def editable_by(self, user: Any) -> Self:
        return self.filter(author_id=user.pk) if user.pk else self.none()

    def library(self) -> Self:
        return self.filter(author__isnull=True)

    def for_curators(self) -> Self:
        return self.filter(Q(author__isnull=True) | Q(status=Status.SUGGESTED))

    def offered(self) -> Self:
        """What a list or a suggestion shows: an archived one stays where it is used, but is not offered."""
        return self.exclude(status=Status.ARCHIVED)

    def with_favourite(self, user: Any) -> Self:
        """`is_favourite` is said in the same query."""
        stars = Favourite.objects.filter(person=user.pk, exercise=models.OuterRef("pk"))
        return self.annotate(is_favourite=models.Exists(stars))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        for exercise in objs:
            exercise.set_keys()
        return super().bulk_create(objs, *args, **kwargs)

    def search(self, words: str) -> Self:
        """Every word as typed must begin a word of the names, muscles or equipment."""
        return self.filter(search.strict(words).condition()) if words.strip() else self


class Exercise(BaseModel):
    name = LineField(_("name"), max_length=MAX_NAME)
    name_key = models.CharField(max_length=MAX_NAME, editable=False)
    # All words by which it is found (`names.search_key`), each after a space: the same search on either database.
    search_key = models.TextField(editable=False, default="")
    sport = models.CharField(_("sport"), max_length=20, choices=Sport.choices)
    description = ProseField(_("description"), max_length=4000, blank=True)
    cues = ListField(_("cues"), help_text=_("One short cue a line."))
    aliases = ListField(_("also called"), help_text=_("One name or abbreviation a line."))
    # Alias -> code of its language, for those that are not English.
    alias_languages = models.JSONField(default=dict, blank=True, editable=False)
    pattern = models.CharField(_("pattern"), max_length=20, choices=Pattern.choices, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    muscles = ListField(_("primary muscles"))
    secondary_muscles = ListField(_("secondary muscles"))
    equipment = ListField(_("equipment"), help_text=_("One piece a line."))
    measures = ListField(_("logged as"))
    # What one does who cannot do this one yet: names of the same sport. Harder is the same, read backwards.
    easier = ListField(_("easier ones"), help_text=_("One exercise of this sport a line."))
    caution = LineField(_("take care"), max_length=200, blank=True)
    per_side = models.BooleanField(_("each side on its own"), default=False)
    video_url = models.URLField(_("video"), blank=True, validators=[URLValidator(schemes=["http", "https"])])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("author")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OWN)
    # The entry of the catalogue that wrote it, as "sport name", also after another name was given to it here.
    catalogue_key = models.CharField(max_length=MAX_NAME + 21, editable=False, default="", blank=True)
    # Archived because its entry left the catalogue, and offered again if that comes back.
    is_retired = models.BooleanField(default=False, db_default=False, editable=False)
    # What a curator says to the coach whose suggestion it was.
    declined_because = models.CharField(
        _("why it was declined"), max_length=MAX_REASON, editable=False, default="", db_default="", blank=True
    )
    # A curator's word on it: the catalogue no longer writes over it.
    curated_at = models.DateTimeField(_("curated"), null=True, blank=True, editable=False)

    # What no session shows or counts: not read with its rows.
    NOT_IN_SESSIONS = (
        "created_at", "updated_at", "search_key", "description", "cues", "aliases", "alias_languages", "pattern",
        "level", "easier", "caution", "video_url", "catalogue_key", "is_retired", "declined_because", "curated_at",
    )  # fmt: skip

    # What it is to the person who reads: written on it by `mine`.
    is_favourite = False
    used = 0  # in so many of their sessions
    # The alias by which a search found it (`browse`).
    found_as = ""

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ["name_key", "id"]
        indexes = [
            models.Index(fields=["sport", "name_key"], name="exercise_sport_name"),
            models.Index(fields=["name_key", "id"], name="exercise_name"),  # a page of the whole list
            models.Index(fields=["status", "name_key", "id"], name="exercise_status_name"),  # the suggestions
            # What is new in the library, and how many there are: asked at each request (`shelf`).
            # Not a partial index: SQLite would rather go through all that have no author.
            models.Index(fields=["author", "updated_at"], name="exercise_news"),
        ]
        constraints = [
            # Archived is the one state that both an own and a library exercise can be in.
            models.CheckConstraint(
                condition=Q(status="library", author__isnull=True)
                | Q(status__in=["own", "suggested", "declined"], author__isnull=False)
                | Q(status="archived"),
                name="exercise_author_unless_library",
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="exercise_has_name"),
            models.CheckConstraint(condition=Q(sport__in=Sport.values), name="exercise_sport_known"),
            models.UniqueConstraint(
                fields=["sport", "name_key"],
                condition=Q(author__isnull=True),
                name="exercise_library_name_once",
                violation_error_message=_("The library has an exercise of this name in this sport."),
            ),
            models.UniqueConstraint(
                fields=["author", "sport", "name_key"],
                condition=Q(author__isnull=False),
                name="exercise_own_name_once",
                violation_error_message=_("You have an exercise of this name in this sport."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_keys(self) -> None:
        self.name_key = text.key(self.name)
        muscles = (muscle.replace("_", " ") for muscle in self.muscles)
        self.search_key = names.search_key((self.name, *self.aliases), (*muscles, *self.equipment))

    def clean(self) -> None:
        super().clean()
        self.set_keys()
        if len(self.name_key) > MAX_NAME:  # NFKC can make a name longer than it looks
            raise ValidationError({"name": _("This name is too long.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        fields = kwargs.get("update_fields")
        if fields is not None and KEYS_ARE_OF.intersection(fields):
            kwargs["update_fields"] = {*fields, "name_key", "search_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("exercises:exercise_detail", args=[self.pk])

    @property
    def has_max(self) -> bool:
        """Can a percentage of the most that one lifts once be meant? Not of what is done by time or by reps alone, nor
        of what is carried over a distance. Of what nobody said how it is logged, who knows."""
        return not self.measures or (Measure.LOAD in self.measures and Measure.DISTANCE not in self.measures)

    @property
    def is_library(self) -> bool:
        return self.author_id is None

    @property
    def is_for_curators(self) -> bool:
        """The library's, archived or not, and what a coach suggests. All else of a coach is theirs alone."""
        return self.is_library or self.status == Status.SUGGESTED

    def is_editable_by(self, user: Any) -> bool:
        return bool(user.pk) and self.author_id == user.pk


class FavouriteQuerySet(BaseQuerySet):
    def carry_over(self, gone: Exercise, to: Exercise) -> None:
        """Whoever had the one as a favourite has the other, once; for a merge. Three queries."""
        there = self.filter(exercise=to).values("person")
        self.filter(exercise=gone).exclude(person__in=there).update(exercise=to)
        self.filter(exercise=gone).delete()


class Favourite(BaseModel):
    """A person's star on an exercise."""

    # Looked up by the constraint's index.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites", db_index=False
    )
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="favourites")

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [models.UniqueConstraint(fields=["person", "exercise"], name="favourite_once")]

    def __str__(self) -> str:
        return self.exercise.name


class Tombstone(BaseModel):
    """An exercise that a curator merged into another one or declined. Its id is that of the exercise that was.

    The catalogue writes nothing again that has one, and old addresses lead to what it is now.
    """

    name = LineField(_("name"), max_length=MAX_NAME)
    name_key = models.CharField(max_length=MAX_NAME)
    sport = models.CharField(_("sport"), max_length=20, choices=Sport.choices)
    catalogue_key = models.CharField(max_length=MAX_NAME + 21, default="", blank=True)
    # What it is now; nothing where it was declined. When that goes too, the catalogue still brings neither back.
    into = models.ForeignKey(
        Exercise,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tombstones",
        verbose_name=_("merged into"),
    )

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        constraints = [
            models.CheckConstraint(condition=~Q(name_key=""), name="tombstone_has_name"),
            models.CheckConstraint(condition=Q(sport__in=Sport.values), name="tombstone_sport_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Distinct(BaseModel):
    """Two exercises with names alike, of which a curator said that they are not the same. `one` has the smaller id."""

    one = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="distinct_once")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
