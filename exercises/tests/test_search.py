"""What words find, in memory and in the database, and what a slip of the fingers is taken for."""

import csv
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from exercises import indexed, search, shelf, stacks
from exercises.browse import Filters, browse
from exercises.filters import Kind
from exercises.models import Exercise, Favourite, Status
from exercises.names import search_key
from exercises.postings import Postings
from exercises.relatives import Kin, relatives, relatives_among
from exercises.tests.factories import ExerciseFactory, UserFactory
from exercises.vocabulary import Vocabulary, nearest

pytestmark = pytest.mark.django_db

with (Path(__file__).parent / "searches.tsv").open(encoding="utf-8") as file:
    SEARCHES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def library(full_library):
    return list(Exercise.objects.order_by("name_key", "id"))


def filtered(query, rows):
    return [row for row in rows if query.fits(row.search_key)]


def read(library, words):
    vocabulary = Vocabulary(row.search_key for row in library)
    return search.read(words, [vocabulary], lambda query: filtered(query, library))


def names(rows):
    return [row.name for row in rows]


def test_what_people_type_finds_what_they_mean_among_the_first_three(library):
    """200 searches with slips, abbreviations, words left out, joined, cut short, in another order or language."""
    coach, missed = UserFactory(), []
    for row in SEARCHES:
        first = browse(coach, Filters(words=row["query"])).exercises[:3]
        if (row["meant"], row["sport"]) not in [(found.name, found.sport) for found in first]:
            missed.append((row["query"], names(first)))

    assert len({row["query"] for row in SEARCHES}) >= 200
    assert {(row["meant"], row["sport"]) for row in SEARCHES} <= {(one.name, one.sport) for one in library}
    assert len(missed) <= len(SEARCHES) / 20, missed


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("squat", ["Back squat", "Box squat", "Hack squat", "Front squat"]),
        ("quads machine", ["Row erg", "Leg press", "Hack squat", "Leg extension"]),
        ("row", ["Row"]),  # what is called just so comes before what coaches write most
    ],
)
def test_what_coaches_write_most_comes_before_its_variants(library, words, first):
    found = names(browse(UserFactory(), Filters(words=words)).exercises)
    assert set(first) <= set(found[: len(first) + 3]), found[:12]
    assert found[0] == first[0]


def test_memory_and_database_find_the_same_in_the_same_order(library):
    postings = Postings(one.search_key for one in library)
    for row in SEARCHES:
        query = read(library, row["query"])
        stored = Exercise.objects.filter(query.condition())
        assert [library[place] for place in sorted(query.places(postings.begun))] == filtered(query, library)
        assert sorted(filtered(query, library), key=query.rank) == sorted(stored, key=query.rank), row["query"]
        assert set(Exercise.objects.filter(indexed.condition(query))) == set(stored), row["query"]


LOOKS = [
    "",
    "after={after}",
    "sport=strength&muscle=quads&muscle=glutes",
    "equipment=Barbell&equipment=Dumbbell&level=beginner",
    "only=own",
    "only=free&sport=mobility",
    "only=archived",
    "only=favourite",
    "only=favourite&only=own&q=squat",
    "q=squat",
    "q=sqaut&level=advanced",
    "q=bulgrian&sport=strength",
    "q=rdl dumbel",
    "q=dumbbell shoulders",
    "q=press",
    "q=xylophone",
    "q=%25",
    "q=tempo runn easy&sport=running",
]


def test_a_large_library_is_asked_of_the_database_and_looks_the_same(library, monkeypatch):
    coach, other = UserFactory(), UserFactory()
    own = [ExerciseFactory(name=f"{name} of mine", author=coach) for name in ("Front squat", "Sqat", "Lunge")]
    ExerciseFactory(name="Old squat of mine", author=coach, status=Status.ARCHIVED)
    ExerciseFactory(name="Back squat of another", author=other)
    Exercise.objects.filter(pk=library[0].pk).update(status=Status.ARCHIVED)
    for exercise in (own[0], library[5], library[0]):
        Favourite.objects.create(person=coach, exercise=exercise)
    values = [QueryDict(query.format(after=library[60].pk)) for query in LOOKS]

    def look(asked):
        result = browse(coach, Filters.read(asked), asked.get("after", ""))
        return result.exercises, {name: getattr(result, name) for name in vars(result) if name != "exercises"}

    in_memory = list(map(look, values))
    monkeypatch.setattr(shelf, "LARGEST", 0)
    for asked, seen in zip(values, in_memory, strict=True):
        assert look(asked) == seen, asked


@pytest.mark.parametrize("seconds", [0, 60], ids=["at once", "a minute later"])
def test_a_large_library_sees_what_was_written_before_its_last_and_came_after_it(seconds, monkeypatch):
    """Of two who write at once the first to begin may be the last to end: its time is no news then."""
    monkeypatch.setattr(stacks, "_known", {})
    slow, quick = ExerciseFactory(name="Slow"), ExerciseFactory(name="Quick")
    long_ago, now = timezone.now() - timedelta(days=1), timezone.now()
    Exercise.objects.update(updated_at=long_ago)
    assert "zercher" not in stacks._known_of(None).words

    Exercise.objects.filter(pk=quick.pk).update(search_key=" jefferson ", updated_at=now)
    assert "jefferson" in stacks._known_of(None).words
    late = {"search_key": " zercher ", "sport": "mobility", "updated_at": now - timedelta(seconds=20)}
    Exercise.objects.filter(pk=slow.pk).update(**late)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=seconds))
    known = stacks._known_of(None)

    assert [known.words.counts[word] for word in ("zercher", "jefferson")] == [1, 1]
    assert sorted(Kind._make(kind).sport for kind in known.kinds) == ["mobility", "strength"]


def test_a_large_library_at_rest_is_one_query(django_assert_num_queries):
    ExerciseFactory(name="Squat")
    Exercise.objects.update(updated_at=timezone.now() - timedelta(days=1))
    stacks._known_of(None)

    with django_assert_num_queries(1):
        stacks._known_of(None)


def test_easier_and_harder_ones_are_the_same_from_memory(library):
    coach, kin = UserFactory(), Kin(library)

    said = 0
    for exercise in library[::20]:
        pair = relatives(exercise, coach)
        assert relatives_among(exercise, kin, Kin([])) == pair, exercise
        said += any(pair)
    assert said > len(library[::20]) / 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("squat", ["Squat", "Back squat", "Squat to box"]),
        ("sqaut back", ["Back squat"]),
        ("BACK-SQUAT", ["Back squat"]),
        ("backsquat", ["Back squat"]),
        ("kniebeuge", ["Back squat"]),
        ("quadriceps", ["Back squat"]),
        ("barbell squat", ["Back squat", "Squat to box"]),
        ("bb hams", ["Romanian deadlift"]),
        ("rdl", ["Romanian deadlift"]),
        ("rmanian dead lft", ["Romanian deadlift"]),
        ("running", ["Running drill", "Easy run"]),
        ("runing easy", ["Easy run"]),
        ("sqt", ["Squat", "Back squat", "Squat to box"]),
        ("romanian deadlift heavy", ["Romanian deadlift"]),
        ("on", []),
        ("%", []),
        ("xylophone", []),
        ("deadlift xylophone", []),
    ],
)
def test_words(words, found):
    make = ExerciseFactory
    rows = [
        make(name="Squat", muscles=(), equipment=()),
        make(name="Back squat", aliases=("Kniebeuge",), muscles=("quads",), equipment=("Barbell",)),
        make(name="Squat to box", muscles=("glutes",), equipment=("Barbell",)),
        make(name="Romanian deadlift", muscles=("hamstrings",), equipment=("Barbell",)),
        make(name="Easy run", sport="running", muscles=(), equipment=()),
        make(name="Running drill", sport="running", muscles=(), equipment=()),
    ]
    query = read(rows, words)

    assert names(sorted(filtered(query, rows), key=query.rank)) == found
    assert names(sorted(Exercise.objects.filter(query.condition()), key=query.rank)) == found


def test_the_key_has_a_line_for_each_name_and_one_for_the_rest():
    assert search_key(["Pull-ups", "Klimmzug"], ["upper back", "Pull-up bar"]) == (
        " pull up \t ups pullups \n klimmzug \t \n upper back pull up bar "
    )


def test_a_word_of_another_coach_is_no_word():
    coach = UserFactory()
    ExerciseFactory(name="Back squat")
    ExerciseFactory(name="Sqat", author=UserFactory())

    assert names(browse(coach, Filters(words="sqat")).exercises) == ["Back squat"]
    ExerciseFactory(name="Sqat", author=coach)
    assert names(browse(coach, Filters(words="sqat")).exercises) == ["Sqat"]


def test_filters_do_not_change_how_words_are_read():
    coach = UserFactory()
    ExerciseFactory(name="Seat dip", sport="mobility")
    ExerciseFactory(name="Seal row", sport="rowing")

    assert browse(coach, Filters(words="seal", sport="mobility")).count == 0


def test_words_come_and_go_with_the_exercises():
    before = Vocabulary([" back squat ", " front squat "])
    after = before.changed([" front squat "], [" lunge "])

    assert after.counts == {"back": 1, "squat": 1, "lunge": 1}
    assert ("front" in before, "front" in after) == (True, False)
    assert after.has_beginning("lun") and not after.has_beginning("fro")


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("sqaut", ["squat"]),
        ("bulgraia", ["bulgarian"]),
        ("bulgra", ["bulga", "bulgar", "bulg", "bulgari"]),
        ("pwr", ["power"]),
        ("ab", []),
        ("12345", []),
        ("x" * 100, []),
    ],
)
def test_the_nearest_words(word, words):
    assert nearest(word, [Vocabulary([" squat power bulgarian "])]) == words


@pytest.mark.parametrize(
    ("words", "needed"), [(2, [2]), (3, [3, 2]), (5, [5, 4, 3]), (12, [12, 11, 10]), (40, [12, 11, 10])]
)
def test_of_many_words_two_at_most_are_left_out(words, needed):
    asked = []
    search.read(" ".join(f"qx{number}zv" for number in range(words)), [Vocabulary()], asked.append)
    assert [query.need for query in asked] == [needed[0], *needed]  # as typed, corrected, without some


@pytest.mark.skipif(connection.vendor != "postgresql", reason="its extension")
@pytest.mark.django_db(transaction=True)  # the index is made while others write, which no transaction can
def test_who_may_not_make_the_extension_is_told_and_goes_on(capsys):
    index = import_module("exercises.migrations.0012_search_index")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("CREATE ROLE may_nothing")
        cursor.execute("SET LOCAL ROLE may_nothing")
        index.make(None, SimpleNamespace(connection=connection))
        cursor.execute("RESET ROLE")
        cursor.execute("DROP ROLE may_nothing")
    said = capsys.readouterr().err
    assert "permission denied to create extension" in said and "CREATE EXTENSION pg_trgm; CREATE INDEX" in said

    with connection.schema_editor(atomic=False) as editor:
        index.make(None, editor)
        index.make(None, editor)  # also where it was made by hand
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [index.INDEX])
        assert cursor.fetchone() == (1,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="its index of trigrams")
@pytest.mark.parametrize("words", ["squat", "back squat dumbbell", "s"])
def test_the_database_looks_into_its_index(db, words):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "Bitmap Index Scan on exercise_search" in Exercise.objects.search(words).order_by().explain()
