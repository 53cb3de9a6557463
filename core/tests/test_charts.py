from core.charts import bar, columns, nice_top


def test_a_bar_of_two_shares_leaves_a_gap_between_them():
    first, second = bar([("strength", 30), ("running", 70)], 100, gap=1)
    assert (first.kind, first.x, first.width) == ("strength", 0, 29)
    assert (second.kind, second.x, second.width) == ("running", 30, 69)


def test_a_bar_of_nothing_is_empty():
    assert bar([], 0) == ()


def test_columns_stand_on_the_ground_and_stack_upwards():
    [column] = columns([(1, [("strength", 50), ("running", 50)])], top=100, height=60)
    bottom, top = column.blocks
    assert bottom.y == 30
    assert bottom.height == 29
    assert top.y == 0


def test_of_many_columns_every_fourth_has_its_number():
    drawn = columns([(number, []) for number in range(1, 53)], top=1, height=60)
    assert [column.number for column in drawn if column.labelled][:3] == [1, 5, 9]


def test_an_axis_has_at_most_two_lines_until_its_largest_step():
    assert nice_top(9, [1, 2, 5]) == (10, 5)
    assert nice_top(0, [1, 2, 5]) == (1, 1)
    assert nice_top(23, [1, 2, 5]) == (25, 15)
