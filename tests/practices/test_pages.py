"""Pages made from the knowledge: nothing is lost, tools come last and folded."""

from __future__ import annotations

import pytest

from crosslane.practices.article import shipped_article, shipped_glossary
from crosslane.practices.knowledge import shipped
from crosslane.practices.pages import (
    every_page,
    markdown_of,
    page_of_article,
    page_of_glossary,
    page_of_practice,
    page_of_symptom,
)


@pytest.mark.parametrize("id_", shipped().practices)
def test_a_practice_page_says_all_of_it(id_: str) -> None:
    """What, this week, two weeks, signals, when not."""
    practice = shipped().practices[id_]
    text = markdown_of(page_of_practice(practice, shipped()))
    for part in (practice.what, practice.first_step, practice.experiment, practice.not_if, practice.measure):
        assert part in text
    assert practice.signals.later_measured in text


def test_tools_are_folded_after_everything_that_matters() -> None:
    """Principles before tools."""
    parts = page_of_practice(shipped().practices["continuous-integration"], shipped()).parts
    headings = [part.heading for part in parts]
    assert headings.index("Tools") > headings.index("Not if")
    assert [part.folded for part in parts if part.heading == "Tools"] == [True]


def test_a_page_shows_the_same_principle_in_other_ops() -> None:
    """Each of the other columns has its variant."""
    page = page_of_practice(shipped().practices["rollback-rehearsed"], shipped())
    items = next(part.items for part in page.parts if part.heading == "The same principle elsewhere")
    assert {item.split(":")[0] for item in items} == {"dataops", "mlops", "aiops"}


def test_a_symptom_page_says_what_helps_and_where_its_limits_come_from() -> None:
    """With its wordings and the question."""
    symptom = shipped().symptoms["ticket-queue"]
    text = markdown_of(page_of_symptom(symptom, shipped()))
    assert symptom.question in text
    assert symptom.origin in text
    assert "Turn recurring requests into self-service" in text


def test_the_article_and_the_words_have_their_pages() -> None:
    """AIOps is told apart from MLOps."""
    assert "AIOps is not MLOps" in markdown_of(page_of_article(shipped_article()))
    assert "Flow efficiency" in markdown_of(page_of_glossary(shipped_glossary()))


# What the article says, by what must be found on its page.
SAID = {
    "the Ops and their kin": ("DevOps:", "DataOps:", "MLOps:", "AIOps:", "SecOps:", "GitOps:", "NetOps:", "ITOps:"),
    "what is done": ("data labelling", "orchestration of data pipelines", "model validation", "first, for building"),
    "the story": (
        "2009",
        "golden time",
        "promise of DevOps",
        "hammer",
        "frustrated",
        "active customer",
        "what they will break",
    ),
    "the lanes": ("Operations:", "Development:", "Analytics:", "AI:", "sometimes the same people", "SQL"),
    "titles": ("infrastructure engineer", "site reliability engineer", "BI analyst", "data scientist", "auditor"),
    "one team": ("every engineer deploys", "many hats", "nothing depends on one"),
    "the loop": tuple(f"{n}. " for n in range(1, 9)),
    "the principles": tuple(
        f"## {n}. {name}"
        for n, name in enumerate(
            ("Compliance", "Iterative", "Reproducibility", "Testing", "Continuous", "Automation", "Monitoring"), 1
        )
    ),
    "the nuances": ("GDPR, HIPAA", "finance and health care", "Which data trained which model", "fairness", "attacks"),
    "models go live": ("Trigger: By hand", "calendar", "threshold", "Retraining: Which scripts", "with alarms"),
    "AIOps told apart": ("Gartner", "CloudWatch", "the second uses models as a tool"),
    "not job roles": ("independent of language, framework, platform and infrastructure", "when building starts"),
    "closing rules": ("T-shaped", "Automate early", "Keep the end in mind"),
    "tools, last": ("OpenMined/PySyft", "dvc.org", "mlflow.org", "greatexpectations.io", "prometheus.io", "Orbit"),
}


@pytest.mark.parametrize("what", SAID)
def test_everything_the_article_says_is_on_its_page(what: str) -> None:
    """Item by item; the tools come last, folded."""
    page = page_of_article(shipped_article())
    text = markdown_of(page)
    assert [words for words in SAID[what] if words not in text] == []
    assert page.parts[-1].folded
    assert [part.heading for part in page.parts if part.folded] == ["Tools it names"]


def test_a_practice_is_found_by_what_it_is_called_in_the_trade() -> None:
    """Its title says what is done; people look for the registry."""
    pages = every_page(shipped(), shipped_article(), shipped_glossary())
    titled = {shelved.id for shelved in pages if shelved.is_titled("registry model")}
    assert titled == {"practice:model-registry"}
