"""FIT workouts, decoded by another library: the same steps, repeats and targets as planned."""

import io
from dataclasses import replace
from decimal import Decimal

import fitdecode
import pytest
from hypothesis import given

from sessions_app import notation
from sessions_app.formats import fit
from sessions_app.formats.from_rows import parts_of
from sessions_app.formats.values import Repeat, Unwritable, Workout
from sessions_app.tests.test_formats_zwo_writing import groups, lettered, rows_alone, st


def decoded(data):
    strict = {"check_crc": fitdecode.CrcCheck.RAISE, "error_handling": fitdecode.ErrorHandling.RAISE}
    with fitdecode.FitReader(io.BytesIO(data), **strict) as frames:
        return [
            (frame.name, {field.name: field.value for field in frame.fields if field.value is not None})
            for frame in frames
            if frame.frame_type == fitdecode.FIT_FRAME_DATA
        ]


def planned(text, sport, **facts):
    rows = [replace(row, sport=sport) for row in notation.read_session(text, sport).rows]
    return Workout("Test", sport, parts_of(rows, sport, whole_repeats=True)[0], **facts)


def written(text, sport, **facts):
    """Each step without its place, which is its number in the list, and what was left out."""
    data, left_out = fit.write(planned(text, sport, **facts))
    (kind, file_id), (_workout, head), *steps = decoded(data)
    assert (kind, file_id["type"]) == ("file_id", "workout")
    assert [step.pop("message_index") for _kind, step in steps] == list(range(len(steps)))
    assert head["num_valid_steps"] == len(steps)
    return head, [step for _kind, step in steps], [part.text for part in left_out]


def power(low, high=None):
    return {
        "target_type": "power",
        "target_power_zone": 0,
        "custom_target_power_low": low,
        "custom_target_power_high": high or low,
    }


def timed(seconds, intensity="active", name="Ride"):
    return {"wkt_step_name": name, "duration_type": "time", "duration_time": float(seconds), "intensity": intensity}


def far(metres, name="Run", intensity="active"):
    return {
        "wkt_step_name": name,
        "duration_type": "distance",
        "duration_distance": float(metres),
        "intensity": intensity,
    }


def speed(low, high=None):
    return {
        "target_type": "speed",
        "target_speed_zone": 0,
        "custom_target_speed_low": low,
        "custom_target_speed_high": high or low,
    }


def repeat(first, times):
    return {"duration_type": "repeat_until_steps_cmplt", "duration_step": first, "repeat_steps": times}


OPEN = {"target_type": "open", "target_value": 0}


def test_a_ride_by_percent_watts_zone_and_heart_rate():
    head, steps, left_out = written(
        "== Warm-up\nRide 10min @ 40->75% FTP\n== Main\nRide 4x1:30 @ 105-110% FTP 95rpm r0:30 @ 50% FTP\n"
        "Ride 5min @ Z2\nRide 5min @ Z1-Z2\nRide 60s @ 250W\nRide 1h @ 140-150bpm // stay low\nRide 9min @ 80% HRmax\n"
        "== Cool-down\nRide 5min @ Z2 HR",
        "cycling",
    )
    cadence = {
        "secondary_target_type": "cadence", "secondary_target_cadence_zone": 0,
        "secondary_custom_target_cadence_low": 95, "secondary_custom_target_cadence_high": 95,
    }  # fmt: skip
    heart = {"target_type": "heart_rate", "target_hr_zone": 0}

    assert head == {"sport": "cycling", "num_valid_steps": 10, "wkt_name": "Test"}
    assert steps == [
        timed(600, "warmup") | power(40, 75) | {"notes": "40→75% FTP"},
        timed(90) | power(105, 110) | cadence,
        timed(30, "rest", "Rest") | power(50),
        repeat(1, 4),
        timed(300) | {"target_type": "power", "target_power_zone": 2},
        timed(300) | power(40, 75),
        timed(60) | power(1250),
        timed(3600)
        | heart
        | {"custom_target_heart_rate_low": 240, "custom_target_heart_rate_high": 250, "notes": "stay low"},
        timed(540) | heart | {"custom_target_heart_rate_low": 80, "custom_target_heart_rate_high": 80},
        timed(300, "cooldown") | {"target_type": "heart_rate", "target_hr_zone": 2},
    ]
    assert left_out == ["40→75% FTP"]


def test_a_run_by_pace_and_what_only_the_athlete_knows():
    _head, steps, left_out = written(
        "Run 15min @ Z1\nRun 6x800m @ 4:00-4:10/km r400m jog\nRun 2x10min @ threshold r2:00\nRun 1km @ 12km/h\nStrides 4x20s @ fast",
        "running",
    )
    assert steps == [
        timed(900, name="Run") | {"target_type": "heart_rate", "target_hr_zone": 1},
        far(800) | speed(4.0, 4.167),
        far(400, "Rest", "rest") | OPEN | {"notes": "jog"},
        repeat(1, 6),
        timed(600, name="Run") | OPEN | {"notes": "threshold"},
        timed(120, "rest", "Rest") | OPEN,
        repeat(4, 2),
        far(1000) | speed(3.333),
        timed(20, name="Strides") | OPEN | {"notes": "fast"},
        {"wkt_step_name": "Rest", "duration_type": "open", "duration_value": 0, "intensity": "rest"} | OPEN,
        repeat(8, 4),
    ]
    assert left_out == ["threshold", "fast"]


def test_a_swim_in_its_pool_with_send_offs():
    head, steps, left_out = written(
        "Freestyle 8x100m on 1:40\nFreestyle 4x50m @ 1:30/100m r20", "swimming", pool_length=Decimal(25)
    )
    assert (head["sport"], head["sub_sport"], head["pool_length"]) == ("swimming", "lap_swimming", 25.0)
    assert steps == [
        far(100, "Freestyle") | OPEN,
        {"wkt_step_name": "Rest", "duration_type": "repetition_time", "duration_time": 100.0, "intensity": "rest"}
        | OPEN,
        repeat(0, 8),
        far(50, "Freestyle") | speed(1.111),
        timed(20, "rest", "Rest") | OPEN,
        repeat(3, 4),
    ]
    assert left_out == []


def test_sets_of_rounds_are_repeats_of_repeats():
    _head, steps, _left_out = written("3x(4x(2min @ 95% FTP, 1min @ 105% FTP)) r5:00", "cycling")
    assert [step["repeat_steps"] for step in steps if "repeat_steps" in step] == [3, 3]
    assert [step.get("duration_time") or step["duration_step"] for step in steps] == [120, 60, 0, 120, 60, 300, 0]


@given(st.lists(st.one_of(rows_alone, groups), min_size=1, max_size=6).map(lettered))
def test_what_a_device_does_is_what_was_planned(rows):
    """The messages, done as a device does them, are the steps written out."""
    workout = Workout("Ride", "cycling", parts_of(rows, "cycling", whole_repeats=True)[0])
    data, _left_out = fit.write(workout)
    steps = [step for kind, step in decoded(data) if kind == "workout_step"]

    def run(steps):
        done, place, rounds = [], 0, {}
        while place < len(steps):
            step = steps[place]
            if "repeat_steps" in step:
                rounds[place] = rounds.get(place, 1) + 1
                if rounds[place] <= step["repeat_steps"]:
                    place = step["duration_step"]
                    continue
                del rounds[place]
            else:
                done.append((step.get("duration_time"), step.get("custom_target_power_low")))
            place += 1
        return done

    def expected(part):
        if isinstance(part, Repeat):
            return [one for _ in range(part.times) for inner in part.parts for one in expected(inner)]
        target = next((target for target in part.targets if target.kind == "percent_ftp"), None)
        return [(float(part.seconds) if part.is_said else None, round(target.low) if target else None)]

    assert run(steps) == [one for part in workout.parts for one in expected(part)]


def test_two_exports_are_the_same_bytes_and_two_workouts_are_not():
    ride, other = planned("Ride 10min @ Z2", "cycling"), planned("Ride 11min @ Z2", "cycling")
    assert fit.write(ride)[0] == fit.write(ride)[0]
    assert decoded(fit.write(ride)[0])[0][1]["serial_number"] != decoded(fit.write(other)[0])[0][1]["serial_number"]


def test_long_words_are_cut_at_a_whole_letter():
    text = "é" * 100
    _head, steps, left_out = written(f'"{text}" 10min // {text} {text}', "cycling")
    assert (steps[0]["wkt_step_name"], steps[0]["notes"]) == ("é" * 30, f"{text} " + "é" * 19)
    assert left_out == ["é" * 80]


@pytest.mark.parametrize("sport", ["strength", "rowing", "mobility"])
def test_other_sports_are_refused(sport):
    with pytest.raises(Unwritable):
        fit.write(planned("Row 10min", sport))
