"""The line grammar: laws by hypothesis, and literal lines."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions_app.notation import read_line, read_prescription, render_line
from sessions_app.prescription import Prescription

from .strategies import names, sports, texts, valid

labels = st.sampled_from(["", "", "A1", "H12"])


@settings(max_examples=400, deadline=None)
@given(name=names, prescription=valid, label=labels, sport=sports)
def test_a_rendered_row_reads_back_as_itself(name, prescription, label, sport):
    text = render_line(name, prescription, label, sport)
    line = read_line(text, sport)
    assert (line.label, line.name, line.prescriptions) == (label, name, (prescription,)), text
    assert not line.notes, text


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=60), texts), sport=sports)
@example(text="5x5 @ 80%\x00 r3:00", sport="")
def test_rendering_what_was_read_is_stable_and_reading_never_raises(text, sport):
    line = read_line(text, sport)
    for part in line.parts:
        assert text[part.start : part.end] == part.text
    for prescription in line.prescriptions:
        once = render_line(line.name, prescription, line.label, sport)
        again = read_line(once, sport)
        assert (again.label, again.name, again.prescriptions) == (line.label, line.name, (prescription,)), once
        assert render_line(again.name, again.prescription, again.label, sport) == once
    for prescription in read_prescription(text, sport).prescriptions:
        assert isinstance(prescription, Prescription)
