"""Cases with published numbers, recomputed: value stream, loops, joins, queues."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.capacity import erlang_c, queue_wait
from crosslane.analysis.flow import analyse
from crosslane.model.records import Lane
from crosslane.model.values import Calendar


def test_acme_stamping_inventories_become_waits() -> None:
    """Rother and Shook, Learning to See: 23.6 days lead time, 188 s of work; inventories divided by 920 a day."""
    working_day = Calendar(hours_per_day=460 * 2 / 60, days_per_week=5, days_per_month=20)
    names = ["supply", "stamp", "weld1", "weld2", "asm1", "asm2", "ship"]
    times = [None, "1 s", "39 s", "46 s", "62 s", "40 s", None]
    steps = [
        step(n, t, type="activity" if t else "store", people=1 if t else None)
        for n, t in zip(names, times, strict=True)
    ]
    flows = [flow("supply", "stamp", "5d")]
    for before, after, items in zip(names[1:], names[2:], [7000, 1700, 2450, 1840, 4140], strict=False):
        flows.append(flow(before, after, wip=items))
    figures = analyse(a_map(*steps, *flows, calendar=working_day, demand="920/d"))
    day = working_day.hours_per_day
    waits = [figures.flows[f.id].wait.value / day for f in flows]
    assert waits == pytest.approx([5, 7000 / 920, 1700 / 920, 2450 / 920, 2.0, 4.5])
    assert figures.map.lead_time.bound == "exact"
    assert (figures.map.lead_time.value * 3600 - 188) / 3600 / day == pytest.approx(23.6195652, abs=1e-6)
    assert figures.map.process_time.value * 3600 == pytest.approx(188)
    assert figures.map.flow_efficiency.value == pytest.approx(188 / (23.619565217391305 * day * 3600 + 188))
    assert figures.steps["asm1"].utilisation.value == pytest.approx(62 / 60)


def test_loan_approval_ratio_of_sums_and_rolled_share() -> None:
    """A loan approval stream: 205.5 h, 5.5 h of work, 2.7 %; efficiency is no mean of ratios, ties keep map order."""
    times = ["0.5h", "1h", "2h", "1h", "0.5h", "0.25h", "0.25h"]
    shares = [0.8, 0.9, 0.95, 0.97, 1, 0.95, 0.99]
    waits = ["24h", "8h", "24h", "48h", "72h", "24h"]
    steps = [step(f"s{i}", t, pca=p) for i, (t, p) in enumerate(zip(times, shares, strict=True), 1)]
    flows = [flow(f"s{i}", f"s{i + 1}", w) for i, w in enumerate(waits, 1)]
    figures = analyse(a_map(*steps, *flows))
    assert figures.map.lead_time.value == pytest.approx(205.5)
    assert figures.map.process_time.value == pytest.approx(5.5)
    assert figures.map.flow_efficiency.value == pytest.approx(0.0267639902676399)
    assert figures.map.rolled_pca.value == pytest.approx(0.62400294)
    assert figures.map.rolled_pca.bound == "exact"
    order = [place.on for place in figures.where_time_goes.time]
    assert order == ["s5-s6", "s4-s5", "s1-s2", "s3-s4", "s6-s7", "s2-s3"]
    assert figures.flows["s5-s6"].saved_if_removed.value == pytest.approx(72)


def test_an_unstructured_loop_on_a_short_day() -> None:
    """A non-block loop with 7.5 h days: 4.5 days, 4.5 h of work, and the variance of the absorbing chain."""
    steps = [step(f"t{i}", f"{i}h", lead_time=f"{i}d") for i in (1, 2, 3)]
    end = step("end", type="end")
    flows = [
        flow("t1", "t2", "0"),
        flow("t2", "end", "0", probability=0.8),
        flow("t2", "t3", "0", probability=0.2),
        flow("t3", "t1", "0", probability=1.0),
    ]
    figures = analyse(a_map(*steps, end, *flows, calendar=Calendar(hours_per_day=7.5)))
    assert figures.map.lead_time.value / 7.5 == pytest.approx(4.5)
    assert figures.map.process_time.value == pytest.approx(4.5)
    assert figures.map.flow_efficiency.value == pytest.approx(2 / 15)
    assert figures.map.sd / 7.5 == pytest.approx(11.25**0.5)
    assert [figures.steps[f"t{i}"].visits for i in (1, 2, 3)] == pytest.approx([1.25, 1.25, 0.25])
    assert figures.flows["t1-t2"].traversals == pytest.approx(1.25)
    assert figures.steps["t3"].reached == pytest.approx(0.2)


def test_the_drunkards_walk() -> None:
    """Grinstead and Snell 11.2: expected steps 3, 4, 3 with variance 8; each forward loop is drawn anew."""
    for start, expected in (("1", 3), ("2", 4), ("3", 3)):
        steps = [step(name, "1h") for name in "123"]
        ends = [step("home", type="end"), step("bar", type="end"), step("in", type="start")]
        flows = [
            flow("in", start, "0"),
            flow("1", "home", "0", probability=0.5),
            flow("1", "2", "0", probability=0.5),
            flow("2", "1", "0", probability=0.5),
            flow("2", "3", "0", probability=0.5),
            flow("3", "2", "0", probability=0.5),
            flow("3", "bar", "0", probability=0.5),
        ]
        figures = analyse(a_map(*steps, *ends, *flows))
        assert figures.map.lead_time.value == pytest.approx(expected)
        assert figures.map.sd**2 == pytest.approx(8)


def test_branches_in_parallel_and_their_slack() -> None:
    """Taylor 8-3: 20 weeks, the critical path, slack, and what removing each task's time saves."""
    tasks = {"1-2": 7, "1-3": 10, "2-4": 6, "3-4": 5, "3-5": 4, "4-5": 3, "5-6": 2}
    nodes = [step(n, type="store") for n in "123456"]
    flows = [flow(*name.split("-"), f"{hours}h") for name, hours in tasks.items()]
    figures = analyse(a_map(*nodes, *flows))
    assert figures.map.lead_time.value == 20
    assert {n: figures.flows[n].slack.value for n in tasks} == {
        "1-2": 2, "1-3": 0, "2-4": 2, "3-4": 0, "3-5": 4, "4-5": 0, "5-6": 0,
    }  # fmt: skip
    assert {n: figures.flows[n].saved_if_removed.value for n in tasks} == {
        "1-2": 0, "1-3": 2, "2-4": 0, "3-4": 2, "3-5": 0, "4-5": 3, "5-6": 2,
    }  # fmt: skip
    assert figures.flows["1-3"].criticality == 1.0
    assert figures.flows["3-5"].criticality == 0.0


@pytest.mark.parametrize(
    ("servers", "rate", "service", "queue"),
    [(3, 300, 1 / 182.5, 0.0011747530517652177), (3, 1.2, 2.0, 2.157303370786516), (1, 0.5, 1.5, 4.5)],
)
def test_queues_of_the_textbooks(servers: int, rate: float, service: float, queue: float) -> None:
    """Bronson and Trueman: M/M/c by Erlang C."""
    assert queue_wait(servers, rate, service) == pytest.approx(queue)


def test_erlang_c_refuses_what_cannot_keep_up() -> None:
    """At full load there is no mean wait."""
    assert erlang_c(3, 300 / 182.5) == pytest.approx(0.2907513803118914)
    assert queue_wait(1, 1.0, 1.0) is None
    with pytest.raises(ValueError, match="offered"):
        erlang_c(2, 2.0)


def test_an_open_network_with_feedback() -> None:
    """Ross, three stations: the traffic equations, and the queues before each."""
    third = 1 / 3
    steps = [step(f"s{i}", f"{t} s", people=1) for i, t in ((1, 360), (2, 72), (3, 36))]
    starts = [step(f"in{i}", type="start", arrivals=f"{rate}/h") for i, rate in ((1, 5), (2, 10), (3, 15))]
    out = step("out", type="end")
    flows = [flow(f"in{i}", f"s{i}", "0") for i in (1, 2, 3)]
    flows += [
        flow("s1", "s2", "0", probability=third),
        flow("s1", "s3", "0", probability=third),
        flow("s1", "out", "0", probability=third),
        flow("s2", "s3", "0"),
        flow("s3", "s2", "0", probability=0.5),
        flow("s3", "out", "0", probability=0.5),
    ]
    figures = analyse(a_map(*steps, *starts, out, *flows))
    assert [figures.steps[f"s{i}"].visits for i in (1, 2, 3)] == pytest.approx([1 / 6, 4 / 3, 17 / 9])
    assert [figures.steps[f"s{i}"].utilisation.value for i in (1, 2, 3)] == pytest.approx([0.5, 0.8, 17 / 30])
    assert [figures.steps[f"s{i}"].predicted_wait.value for i in (1, 2, 3)] == pytest.approx([0.1, 0.08, 0.013076923])


def test_a_pool_is_shared_by_the_steps_of_its_lane() -> None:
    """Two people of one lane do two steps: together they are the limit, not each step alone."""
    lane = Lane(id="dev", order="1", people=2)
    figures = analyse(a_map(step("a", "4h"), step("b", "4h"), flow("a", "b", "1d"), lanes=(lane,), demand="2/d"))
    assert figures.lanes["dev"].busy.value == pytest.approx(1.0)
    assert figures.map.capacity.value == pytest.approx(0.25)
