"""A line typed while people talk becomes map; slips are asked about, mistakes explained, nothing is guessed."""

from __future__ import annotations

import pytest

from crosslane.model.diff import Change
from crosslane.model.scribe import read_line
from model.scribe.walls import arrows, places, said, step_id, wall


def test_a_chain_makes_lanes_steps_and_flows() -> None:
    """One line, three lanes, the lane of the last step taken over from the one before."""
    map_ = wall("Dev: Write code > Ops: Deploy > Watch > AI: Learn")
    assert places(map_) == ["AI: Learn", "Dev: Write code", "Ops: Deploy", "Ops: Watch"]
    assert arrows(map_) == ["Write code > Deploy", "Deploy > Watch", "Watch > Learn"]
    assert [lane.discipline for lane in map_.lanes] == ["dev", "ops", "ai"]


def test_steps_of_a_chain_stand_beside_each_other() -> None:
    """Along the flow from left to right, none on top of another."""
    map_ = wall("Dev: A > B > C", "Dev: A > D")
    spots = {(step.x, step.y) for step in map_.steps}
    assert len(spots) == 4
    xs = [map_.step(step_id(map_, name)).x for name in "ABC"]
    assert xs == sorted(xs)


def test_it_reads_backwards() -> None:
    """B < A is A > B; what follows the bar belongs to that arrow, pt to the step just before the bar."""
    map_ = wall("Ops: Deploy < Dev: Test | wait 3d, pt 2h")
    assert arrows(map_) == ["Test > Deploy"]
    assert map_.flow_numbered(1).wait.text == "3d"
    assert map_.step(step_id(map_, "Test")).process_time.text == "2h"
    assert map_.step(step_id(map_, "Deploy")).process_time is None


def test_remarks_stand_after_each_arrow() -> None:
    """Every bar belongs to the arrow and the step just before it."""
    map_ = wall("Dev: A | pt 1h, people 3 > Ops: B | wait 2d, ok 6/10, pt 30 min > Dev: C | wait 1w, via ticket")
    first, second = map_.flow_numbered(1), map_.flow_numbered(2)
    assert (first.wait.text, first.pca) == ("2d", 0.6)
    assert (second.wait.text, second.medium) == ("1w", "ticket")
    a, b = (map_.step(step_id(map_, name)) for name in "AB")
    assert (a.process_time.text, a.people) == ("1h", 3)
    assert b.process_time.text == "30 min"


@pytest.mark.parametrize(
    ("remark", "field", "value"),
    [
        ("ok 6/10", "pca", 0.6),
        ("ok 6 of 10", "pca", 0.6),
        ("ca 60", "pca", 0.6),
        ("ok 60%", "pca", 0.6),
        ("p 30%", "probability", 0.3),
        ("via pull", None, None),
        ("via git-pr", "medium", "git-pr"),
        ("via git pr", "medium", "git-pr"),
        ("carries model", "carries", "model"),
        ("carries raw data", "carries", "raw-data"),
        ("for date", "waits_for", ("date",)),
        ("for somebody's yes, for person", "waits_for", ("yes", "person")),
        ("information", "type", "information"),
        ("rework 3/10", "probability", 0.3),
    ],
)
def test_remarks_of_an_arrow(remark: str, field: str | None, value: object) -> None:
    """Each keyword sets its field; a word that is not known is explained with the words that are."""
    reading = read_line(wall(), f"Dev: A > Ops: B | {remark}")
    if field is None:
        assert "choose one of" in reading.problem
        return
    flow = next(change.after for change in reading.diff.values() if change.after.kind == "flow")
    assert getattr(flow, field) == value


def test_times_stay_as_they_were_said() -> None:
    """Ranges, commas, roughly, and the bare m that waits for its answer."""
    for text in ("1-5d", "~3h", "1,5d", "1,000h", "a sprint", "2w elapsed", "?", "3m"):
        map_ = wall(f"Dev: A > Ops: B | wait {text}")
        assert map_.flow_numbered(1).wait.text == text


def test_types_of_steps() -> None:
    """A store or a decision can be said like the rest."""
    map_ = wall("Dev: Database | store > Good enough | decision, pt 1h")
    assert map_.step(step_id(map_, "Database")).type == "store"
    assert map_.step(step_id(map_, "Good enough")).type == "decision"


def test_quotes_keep_marks_in_names() -> None:
    """A name with > or : is quoted; two quotes within are one; a comma needs none."""
    map_ = wall('"Ops: night": "A > B" > Say ""hello"", world')
    assert "Ops: night: A > B" in places(map_)
    assert wall('Dev: "say ""yes"""').steps[0].name == 'say "yes"'
    assert wall("Dev: code, test, ship").steps[0].name == "code, test, ship"


def test_a_known_step_is_met_again() -> None:
    """Whatever the case and the blanks; nothing new is made, and what is said is added to the flow that is there."""
    map_ = said(wall("Dev: Write code > Ops: Deploy"), "dev: write  CODE > ops: deploy | wait 2d")
    assert len(map_.steps) == 2
    assert len(map_.flows) == 1
    assert map_.flow_numbered(1).wait.text == "2d"


def test_without_a_lane_the_known_step_or_the_selected_lane() -> None:
    """A step known only once needs no lane; a new one goes to the lane of what is selected."""
    map_ = wall("Dev: A > Ops: B")
    map_ = said(map_, "B > Dev: C")
    assert arrows(map_) == ["A > B", "B > C"]
    map_ = said(map_, "Fresh", selected=step_id(map_, "B"))
    assert "Ops: Fresh" in places(map_)


def test_a_lane_alone() -> None:
    """A lane and a colon make the lane."""
    assert [lane.name for lane in wall("Dev: A", "Security:").lanes] == ["Dev", "Security"]


def test_an_almost_known_lane_is_asked_about() -> None:
    """Enter takes the lane that was meant, Ctrl+Enter makes a new one; nothing happens by a typo."""
    map_ = wall("Analytics: Load > AI: Train")
    reading = read_line(map_, "Analitics: Clean > AI: Train")
    assert reading.question == "New lane 'Analitics'? Enter = use Analytics, Ctrl+Enter = new lane"
    assert "Analytics: Clean" in places(said(map_, "Analitics: Clean > AI: Train", second=False))
    assert "Analitics: Clean" in places(said(map_, "Analitics: Clean > AI: Train", second=True))


@pytest.mark.parametrize("lane", ["Team B", "Security", "QA"])
def test_other_lanes_are_not_asked_about(lane: str) -> None:
    """Team B beside Team A is no slip."""
    assert read_line(wall("Team A: Load", "AI: Train"), f"{lane}: Check").question is None


def test_an_almost_known_step_is_asked_about() -> None:
    """Enter joins the step that was meant."""
    map_ = wall("AI: Train model")
    reading = read_line(map_, "AI: Trian model > Ops: Deploy")
    assert reading.question == "New step 'Trian model'? Enter = use Train model, Ctrl+Enter = new step"
    assert arrows(said(map_, "AI: Trian model > Ops: Deploy", second=False)) == ["Train model > Deploy"]
    assert len(said(map_, "AI: Trian model > Ops: Deploy").steps) == 3


@pytest.mark.parametrize("name", ["Test B", "Load 2", "Review", "Retrain model"])
def test_other_steps_are_not_asked_about(name: str) -> None:
    """Numbered and lettered steps, and names that merely resemble, are new ones."""
    map_ = wall("AI: Test A", "AI: Load 1", "AI: Preview", "AI: Train model")
    assert read_line(map_, f"AI: {name}").question is None


def test_a_step_between_two_is_asked_about() -> None:
    """Enter inserts and keeps the flow's number and wait, Ctrl+Enter draws a second path."""
    map_ = wall("Dev: A > Ops: B | wait 3d, ok 6/10")
    line = "Dev: A > Check > Ops: B | wait 1h"
    assert read_line(map_, line).question == "Put 'Check' between? Enter = insert between, Ctrl+Enter = second path"
    inserted = said(map_, line, second=False)
    assert sorted(arrows(inserted)) == ["A > Check", "Check > B"]
    assert inserted.flow_numbered(1).wait.text == "3d"
    onward = next(f for f in inserted.flows if f.number != 1)
    assert onward.wait.text == "1h"
    assert sorted(arrows(said(map_, line))) == ["A > B", "A > Check", "Check > B"]


def test_a_backward_arrow_is_rework_or_cycle() -> None:
    """With another way out it is rework, else a cycle; the word decides when it is said."""
    map_ = wall("Dev: A > Ops: B > Dev: C", "Ops: B > Dev: A | p 30%")
    assert map_.flow_numbered(3).type == "rework"
    assert map_.flow_numbered(3).probability == 0.3
    assert wall("Dev: A > Ops: B > Dev: A").flow_numbered(2).type == "cycle"
    assert wall("Dev: A > Ops: B > Dev: A | forward").flow_numbered(2).type == "forward"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("1 3w 6/10", {"wait": "3w", "pca": 0.6}),
        ("1 1,5w", {"wait": "1,5w"}),
        ("1 a sprint 80%", {"wait": "a sprint", "pca": 0.8}),
        ("1 wait 2d, ok 7/10, via ticket", {"wait": "2d", "pca": 0.7, "medium": "ticket"}),
        ("1 | 2w elapsed, handling 1h", {"wait": "2w elapsed", "handling": "1h"}),
        ("1 ?", {"wait": "?"}),
        ("1 3m", {"wait": "3m"}),
    ],
)
def test_a_handoff_by_its_number(line: str, fields: dict[str, object]) -> None:
    """What is said of "one" lands on handoff 1, and it is selected."""
    map_ = wall("Dev: A > Ops: B")
    flow = said(map_, line).flow_numbered(1)
    assert {name: getattr(getattr(flow, name), "text", getattr(flow, name)) for name in fields} == fields
    assert read_line(map_, line).select == (flow.id,)


def test_a_number_alone_selects() -> None:
    """Nothing changes; what is said of the step goes to the step it leads to."""
    map_ = wall("Dev: A > Ops: B")
    assert read_line(map_, "1").diff == {}
    assert said(map_, "1 pt 2h").step(step_id(map_, "B")).process_time.text == "2h"


@pytest.mark.parametrize(
    ("line", "part", "column"),
    [
        ("Dev: A >", "missing at place 9", 8),
        ("Dev: > B", "missing at place 6", 5),
        ('Dev: "A > B', "quote at place 6 has no end", 5),
        ("Dev: A : B", "not expected there", 7),
        ("A > Ops: B", "Who does 'A'?", 0),
        ("Dev: A | wait 3d", "no arrow before it", 5),
        ("Dev: A > Ops: B | wait soon", "not read as a time", 18),
        ("Dev: A > Ops: B | ok 11/10", "not read as a share", 18),
        ("Dev: A > Ops: B | people many", "not a number of people", 18),
        ("Dev: A > Ops: B | wait 3", "has no unit", 18),
        ("9 3w", "There is no handoff 9", None),
        ("1 via pigeon", "choose one of", None),
        ("1 soon", "is not understood", None),
    ],
)
def test_mistakes_are_explained_with_their_place(line: str, part: str, column: int | None) -> None:
    """One sentence, the column where it stops making sense, and nothing done."""
    reading = read_line(wall("X: Y > Z: W"), line)
    assert part in reading.problem
    assert reading.column == column
    assert reading.diff == {}


def test_an_empty_line_is_nothing() -> None:
    """No diff, no question, no problem."""
    assert read_line(wall("Dev: A"), "   ").diff == {}


def test_reading_changes_nothing_by_itself() -> None:
    """A reading is a proposal: the map it was read against is what it was."""
    map_ = wall("Dev: A > Ops: B")
    before = dict(map_.ids())
    reading = read_line(map_, "Ops: B > AI: C | wait 1d")
    assert dict(map_.ids()) == before
    assert all(isinstance(change, Change) for change in reading.diff.values())
