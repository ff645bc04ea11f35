"""What the article says that Crosslane comes from, and the glossary: read when a page asks for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from crosslane.practices.knowledge import Entry, read_entry
from crosslane.settings import resource

Named = Literal["yes", "some", ""]


class Pain(Entry):
    """A pain that the article tells, where it hurts, and the symptoms it is pinned as."""

    text: str
    where: str
    symptoms: tuple[str, ...]


class OpsKind(Entry):
    """One of the Ops: its goal, who takes part, what they do."""

    id: str
    name: str
    goal: str
    who: str
    tasks: tuple[str, ...]


class Role(Entry):
    """A team of the article with its job titles."""

    lane: str
    name: str
    titles: tuple[str, ...]


class LoopStep(Entry):
    """A step of the data loop, and whose it is."""

    text: str
    lane: str


class Principle(Entry):
    """A principle with its nuance for each of the Ops, and the tools that the article names."""

    id: str
    name: str
    devops: str
    dataops: str
    mlops: str
    aiops: str
    tools: tuple[str, ...]


class DeploymentPart(Entry):
    """A part of the continuous deployment of models, and the fields of a flow that tell of it."""

    name: str
    text: str
    fields: tuple[str, ...]


class ClosingRule(Entry):
    """A closing rule about technology, and the practices that follow it."""

    name: str
    text: str
    practices: tuple[str, ...]


class RoleOps(Entry):
    """Which of the Ops a role takes part in: named, sometimes, or not."""

    role: str
    devops: Named = ""
    dataops: Named = ""
    mlops: Named = ""
    aiops: Named = ""


class Timeline(Entry):
    """What a role does from start to end."""

    role: str
    ops: str
    plan: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    deploy: tuple[str, ...] = ()
    run: tuple[str, ...] = ()


class Article(Entry):
    """The article, in our own words."""

    title: str
    source: str
    addresses: tuple[str, ...]
    story: tuple[str, ...]
    principles_before_roles: str
    cross_functional: tuple[str, ...]
    aiops_is_not_mlops: str
    audit_question: str
    start_hint: str
    pain: tuple[Pain, ...]
    ops: tuple[OpsKind, ...]
    role: tuple[Role, ...]
    step: tuple[LoopStep, ...]
    principle: tuple[Principle, ...]
    deployment_part: tuple[DeploymentPart, ...]
    closing_rule: tuple[ClosingRule, ...]
    role_ops: tuple[RoleOps, ...]
    timeline: tuple[Timeline, ...]


class Term(Entry):
    """A word of the trade and what it means here."""

    term: str
    meaning: str


class Glossary(Entry):
    """All terms, in the order of the file."""

    term: tuple[Term, ...]


def load_article(folder: Path) -> Article:
    """Return the article in a folder of knowledge; raises Problem that names the file and the field at fault."""
    return read_entry(folder / "article.toml", Article)


@lru_cache(maxsize=1)
def shipped_article() -> Article:
    """Return the article that comes with the program."""
    return load_article(resource("knowledge"))


@lru_cache(maxsize=1)
def shipped_glossary() -> Glossary:
    """Return the glossary that comes with the program."""
    return read_entry(resource("knowledge", "glossary.toml"), Glossary)
