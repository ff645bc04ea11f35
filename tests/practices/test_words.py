"""What people say is heard as symptoms: the plain cases, like words, denials, and wordings left out in turn."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from crosslane.practices.knowledge import shipped
from crosslane.practices.stems import plain_stem
from crosslane.practices.words import Ear, ear_of


@pytest.mark.parametrize(
    ("said", "symptom"),
    [
        ("We open a ticket and wait two weeks.", "ticket-queue"),
        ("The CAB meets on Thursdays only and has to sign off.", "approval-wait"),
        ("My merge request has been open for days.", "review-wait"),
        ("We wait for a test server for a month.", "environment-wait"),
        ("Only Tom can do it.", "single-person"),
        ("They renamed a field and our load broke.", "schema-break"),
        ("Somebody copies the numbers from one Excel into another every week.", "copy-paste-transfer"),
        ("We can't go back to the old version.", "no-way-back"),
        ("It runs on my laptop but not on the server.", "works-elsewhere"),
        ("The predictions got worse and nobody noticed for months.", "silent-model-decay"),
        ("They have to rewrite the notebook for production.", "notebook-gap"),
        ("Finance and marketing have different numbers for active customers.", "definition-conflict"),
        ("The pager rings all night for nothing.", "alert-flood"),
        ("Customers phone us before we see anything.", "users-notice-first"),
        ("Passwords are in the chat.", "shared-secrets"),
        ("The chatbot invents things.", "unpredictable-llm"),
        ("Each team builds its own tooling from scratch.", "own-tooling"),
        ("We cannot explain to the customer why the model said no.", "unexplained-decision"),
        ("The pilot was great but it never went live.", "poc-graveyard"),
        ("It goes back and forth between the two teams.", "ping-pong"),
    ],
)
def test_a_plain_sentence_is_heard(said: str, symptom: str) -> None:
    """The first symptom offered is the one meant."""
    assert ear_of(shipped()).hear(said)[0].symptom == symptom


def lines_of(name: str) -> list[str]:
    """Return the sentences of a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


NEUTRAL = lines_of("neutral.txt")
EVERYDAY = lines_of("everyday.txt")


@pytest.mark.parametrize("said", [*NEUTRAL, "", "?!"])
def test_small_talk_and_good_news_are_no_symptom(said: str) -> None:
    """What says nothing, denies a trouble, or says that all is well, offers nothing."""
    assert ear_of(shipped()).hear(said) == []


def test_small_talk_and_good_news_lean_to_nothing() -> None:
    """Hardly one of sixty such sentences speaks for a practice."""
    assert len([said for said in NEUTRAL if ear_of(shipped()).leaning(said)]) <= len(NEUTRAL) // 30


def test_two_hundred_everyday_sentences_hardly_ever_raise_an_alarm() -> None:
    """Of sentences that the ear has not learned from, at most one in ten is taken for a trouble (it was every second)."""
    ear = ear_of(shipped())
    assert len(EVERYDAY) >= 200
    assert not set(EVERYDAY) & set(shipped().nothing)
    alarms = [said for said in EVERYDAY if ear.hear(said) or ear.leaning(said)]
    assert len(alarms) <= len(EVERYDAY) // 10, alarms


def test_only_what_is_nearly_as_sure_as_the_first_is_offered() -> None:
    """At most four chips, surest first."""
    heard = ear_of(shipped()).hear("Every change needs a ticket and an approval by the board, and it takes weeks.")
    assert 1 <= len(heard) <= 4
    assert [h.sure for h in heard] == sorted((h.sure for h in heard), reverse=True)


def test_the_words_it_hung_on_are_given() -> None:
    """A sentence with two thoughts names the one that was heard."""
    heard = ear_of(shipped()).hear("The office is new; only Anna can deploy.")
    assert heard[0].words == "only Anna can deploy"


def test_wordings_are_heard_without_themselves() -> None:
    """Left out in six parts, the wordings are still heard as theirs, most often among the four offered."""
    knowledge = shipped()
    pairs = [(s.id, said) for s in knowledge.symptoms.values() for said in s.wordings]
    found = 0
    for part in range(6):
        out = set(pairs[part::6])
        rest = {
            id_: s.model_copy(update={"wordings": tuple(w for w in s.wordings if (id_, w) not in out)})
            for id_, s in knowledge.symptoms.items()
        }
        ear = Ear(dataclasses.replace(knowledge, symptoms=rest))
        found += sum(id_ in {h.symptom for h in ear.hear(said)} for id_, said in out)
    assert found / len(pairs) > 0.5


@pytest.mark.parametrize(
    ("bent", "word"),
    [
        ("deployments", "deploy"),
        ("tickets", "ticket"),
        ("waiting", "wait"),
        ("approvals", "approve"),
        ("copied", "copy"),
        ("stopped", "stop"),
        ("releases", "release"),
        ("queries", "query"),
        ("classes", "class"),
    ],
)
def test_bent_words_are_one_word(bent: str, word: str) -> None:
    """Endings fall off."""
    assert plain_stem(bent) == plain_stem(word)
