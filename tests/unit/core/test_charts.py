"""Charts: what counts as a change, and where the marks stand."""

import pytest

from core import charts, xmr
from core.xmr import Better, Rule, Signal

# The example in the documentation of the NHS package for these charts, with and without screening.
NHS_EXAMPLE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
STEADY = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


def rules_of(values: list[float], better: Better = Better.UP) -> list[Rule | None]:
    limits = xmr.limits_of(values[: xmr.BASELINE_POINTS])
    return [reading.rule for reading in xmr.readings(values, limits, better)]


def test_limits_leave_out_wild_steps_when_screened() -> None:
    limits = xmr.limits_of(NHS_EXAMPLE)
    assert (round(limits.mean, 2), round(limits.lower, 2), round(limits.upper, 2)) == (1.94, -0.72, 4.60)


def test_limits_keep_wild_steps_when_not_screened() -> None:
    limits = xmr.limits_of(NHS_EXAMPLE, screened=False)
    assert (round(limits.lower, 2), round(limits.upper, 2)) == (-3.06, 6.95)


def test_limits_keep_wild_steps_when_nothing_else_moves() -> None:
    limits = xmr.limits_of([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    assert limits.lower < 0 < limits.upper


def test_nothing_is_special_when_nothing_moves_at_all() -> None:
    assert rules_of([3.0] * 20) == [None] * 20


def test_nothing_is_special_when_only_chance_is_at_work() -> None:
    assert rules_of(STEADY) == [None] * 12


def test_marks_a_point_when_it_lies_outside_the_limits() -> None:
    assert rules_of([*STEADY, 25])[-1] is Rule.OUTSIDE


@pytest.mark.parametrize(("length", "marked"), [(6, 0), (7, 7), (8, 8)])
def test_marks_a_run_when_seven_or_more_lie_on_one_side(length: int, marked: int) -> None:
    after = rules_of([*STEADY, 9.0, *[11.5, 11] * 4][: 13 + length])[13:]
    assert after.count(Rule.RUN) == marked


@pytest.mark.parametrize(("points", "marked"), [(6, 0), (7, 7)])
def test_marks_a_trend_when_seven_points_go_one_way(points: int, marked: int) -> None:
    rise = [8, 9, 10, 11, 12, 13, 14][:points]
    assert rules_of([*STEADY, *rise])[12:].count(Rule.TREND) == marked


def test_marks_only_the_near_ones_when_two_of_three_are_close_to_a_limit() -> None:
    assert rules_of([*STEADY, 10, 15.5, 10.4, 15.5, 10])[12:] == [None, Rule.NEAR_LIMIT, None, Rule.NEAR_LIMIT, None]


def test_two_near_points_on_different_sides_are_not_a_signal() -> None:
    assert Rule.NEAR_LIMIT not in rules_of([*STEADY, 15.5, 10.4, 5.5])


@pytest.mark.parametrize(
    ("better", "signal"),
    [(Better.UP, Signal.IMPROVEMENT), (Better.DOWN, Signal.CONCERN), (Better.NEITHER, Signal.NEUTRAL)],
)
def test_a_high_point_is_good_or_bad_by_the_direction_of_the_measure(better: Better, signal: Signal) -> None:
    values = [*STEADY, 25]
    assert xmr.readings(values, xmr.limits_of(STEADY), better)[-1].signal is signal


@pytest.mark.parametrize(
    ("target", "better", "verdict"),
    [
        (1, Better.UP, "will be met"),
        (99, Better.UP, "will not be met"),
        (10, Better.UP, "will be hit and missed by chance"),
        (99, Better.DOWN, "will be met"),
        (1, Better.DOWN, "will not be met"),
        (10, Better.NEITHER, ""),
    ],
)
def test_target_is_judged_by_the_limits(target: float, better: Better, verdict: str) -> None:
    assert xmr.verdict_on_target(xmr.limits_of(STEADY), target, better) == verdict


def drawn(values: list[float], **more: object) -> charts.XmrChart:
    points = [(f"week {number}", value) for number, value in enumerate(values, start=1)]
    chart = charts.xmr_chart(key="k", title="T", subtitle="S", points=points, better=Better.UP, **more)  # type: ignore[arg-type]
    assert chart is not None
    return chart


def test_no_chart_when_there_is_one_point() -> None:
    assert charts.xmr_chart(key="k", title="T", subtitle="S", points=[("May", 3)], better=Better.UP) is None


def test_limits_stay_those_of_the_first_twelve_points() -> None:
    before, after = drawn(STEADY), drawn([*STEADY, 12, 12, 12])
    assert before.sentence.partition(". ")[2] == after.sentence.partition(". ")[2]


@pytest.mark.parametrize(("count", "trial"), [(11, True), (12, False)])
def test_says_trial_limits_when_there_are_fewer_than_twelve_points(count: int, trial: bool) -> None:
    assert drawn(STEADY[:count]).trial is trial


def test_says_nothing_of_the_target_while_the_limits_are_trial() -> None:
    assert "target" not in drawn(STEADY[:11], target=4).sentence
    assert "target of 4 will be met" in drawn(STEADY, target=4).sentence


def test_lower_limit_is_drawn_at_nought_when_counts_would_fall_below() -> None:
    chart = drawn([float(value) for value in NHS_EXAMPLE])
    assert chart.lines.lower == chart.bottom


def test_upper_limit_of_a_share_is_drawn_at_100_when_per_cent_would_rise_above() -> None:
    assert drawn([0, 100, 100, 0, 100]).lines.upper == drawn([0, 100, 100, 0, 100], most=1000).lines.upper
    assert "between 0 and 100." in drawn([0, 100, 100, 0, 100], most=100).sentence
    assert drawn([0, 100, 100, 0, 100], most=100).y_ticks[-1].label == "100"


def test_every_mark_stands_inside_the_drawing() -> None:
    chart = drawn([0, 3, 999, 14, 0.5, 7])
    assert all(chart.left <= mark.x <= chart.right and 0 <= mark.y <= chart.bottom for mark in chart.marks)


def test_every_special_point_has_a_note_with_its_number() -> None:
    chart = drawn([*STEADY, 25, 10, 26])
    assert [note.number for note in chart.notes] == [1, 2]
    assert chart.notes[0].text == "week 13: high, outside the limits (improvement, not chance)."


def test_one_note_tells_of_one_change_with_every_rule_that_it_broke() -> None:
    (note,) = drawn([*STEADY, 13, 15, 13, 15, 13, 15, 25]).notes
    assert note.text == (
        "week 12 to week 19: high, seven or more in a row on one side of the average and outside the limits "
        "(improvement, not chance)."
    )


def test_draws_a_chart_when_every_value_is_nought() -> None:
    assert {mark.y for mark in drawn([0, 0, 0]).marks} == {drawn([0, 0, 0]).bottom}


def test_axis_ends_in_a_number_that_divides_into_four_and_covers_all() -> None:
    ticks = [tick.label for tick in drawn([3, 52, 9]).y_ticks]
    assert ticks[0] == "0"
    assert len(ticks) == 5
    assert float(ticks[-1].replace(",", "")) >= 52


def test_strip_has_one_dot_for_each_clock_and_a_table_with_the_same_total() -> None:
    days = [-20, -1, 0, 0, 3, 9, 20, 41, 60]
    chart = charts.strip_chart(key="s", title="T", days_left=days)
    assert len(chart.dots) + chart.more == len(days) == sum(count for _, count, _ in chart.bands)
    assert sum(dot.overdue for dot in chart.dots) == 2


def test_strip_says_how_many_are_not_drawn_when_a_day_has_too_many() -> None:
    chart = charts.strip_chart(key="s", title="T", days_left=[5] * 20)
    assert (len(chart.dots), chart.more) == (charts.DOTS_HIGH, 20 - charts.DOTS_HIGH)


def test_strip_of_no_clocks_is_empty_and_not_an_error() -> None:
    assert charts.strip_chart(key="s", title="T", days_left=[]).dots == ()


@pytest.mark.parametrize(("value", "most", "width"), [(5, 10, 50.0), (0, 10, 0.0), (15, 10, 100.0), (3, 0, 0.0)])
def test_bar_is_as_long_as_its_share(value: float, most: float, width: float) -> None:
    assert charts.bar_width(value, most) == width


def test_spark_stays_in_its_box_and_needs_two_values() -> None:
    assert charts.spark([4]) == ""
    points = [tuple(map(float, point.split(","))) for point in charts.spark([1, 9, 4]).split()]
    assert all(0 <= x <= charts.SPARK_WIDTH and 0 <= y <= charts.SPARK_HEIGHT for x, y in points)
