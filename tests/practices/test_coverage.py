"""Coverage: what is in place, what was answered, and what could come next; never a score."""

from __future__ import annotations

from crosslane.practices.article import shipped_article
from crosslane.practices.coverage import OPS, column_of, cover, practices_in_place, weakest
from crosslane.practices.knowledge import shipped
from practices.places import handoff


def test_there_are_28_cells_and_an_empty_map_knows_none() -> None:
    """Not asked is not zero."""
    cells = cover(handoff(), shipped())
    assert len(cells) == 28
    assert not any(cell.known for cell in cells.values())
    assert weakest(cells) == []


def test_a_practice_in_place_fills_its_cell_and_is_not_next() -> None:
    """Practices count from steps and from flows."""
    map_ = handoff(practices=("alert-hygiene",), step={"practices": ("data-snapshots",)})
    assert practices_in_place(map_) == {"alert-hygiene", "data-snapshots"}
    cells = cover(map_, shipped())
    cell = cells["reproducibility", "dataops"]
    assert cell.in_place == ("data-snapshots",)
    assert "data-snapshots" not in cell.next_practices
    assert cell.level is None


def test_the_weakest_are_those_answered_lowest() -> None:
    """Unknown cells are not called weak."""
    answers = {("testing", "dataops"): 0, ("testing", "devops"): 3, ("cd", "mlops"): 1, ("cd", "devops"): 4}
    assert [(c.principle, c.ops) for c in weakest(cover(handoff(), shipped(), answers))] == [
        ("testing", "dataops"),
        ("cd", "mlops"),
        ("testing", "devops"),
    ]


def test_every_cell_says_what_could_come_next() -> None:
    """The weakest cells lead to suggestions."""
    assert all(cell.next_practices for cell in cover(handoff(), shipped()).values())


def test_every_practice_belongs_to_a_column() -> None:
    """The kin of DevOps count there."""
    assert {column_of(p.ops) for p in shipped().practices.values()} == set(OPS)


def test_the_article_is_all_there() -> None:
    """Eight Ops, eight steps, seven principles, nine pains, three parts, three rules."""
    article = shipped_article()
    counts = (article.ops, article.step, article.principle, article.pain, article.deployment_part, article.closing_rule)
    assert [len(each) for each in counts] == [8, 8, 7, 9, 3, 3]
    assert {p.id for p in article.principle} == set(shipped().settings.principles)
    named = {s for pain in article.pain for s in pain.symptoms}
    assert named <= set(shipped().symptoms)
    assert {p for rule in article.closing_rule for p in rule.practices} <= set(shipped().practices)
