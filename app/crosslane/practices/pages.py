"""Pages made from the knowledge: plain structure that a panel shows and a document is written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from crosslane.practices.article import Article, Glossary, OpsKind, RoleOps
from crosslane.practices.coverage import OPS, column_of
from crosslane.practices.knowledge import Knowledge, Practice, Symptom
from crosslane.practices.own import EXAMPLE, Own, told

_LEVERS = {
    "shorten-wait": "Shorten the wait",
    "fewer-come-back": "Fewer come back",
    "less-dependence": "Less depends on one person",
    "other": "Also worth a try",
}
# So many tellings give the tone; all of them are for hearing.
TOLD = 12
PHASES = ("plan", "build", "test", "deploy", "run")
_EFFORTS = {"S": "One pair, up to a week", "M": "Two to eight weeks", "L": "Several teams, or more than two months"}


# Above the name that a practice has in the trade; its title says what is done.
ALSO_CALLED = "Also called"


@dataclass(frozen=True)
class Part:
    """A part of a page: a heading, paragraphs, a list; `folded` parts open on demand."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Page:
    """A page: its title, a line of small labels, and its parts."""

    title: str
    labels: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Shelved:
    """A page with its place: on which shelf, and the id by which others point at it."""

    shelf: str
    id: str
    page: Page

    def holds(self, words: str) -> bool:
        """Say whether all words stand somewhere on it."""
        return all(word in self._text for word in words.lower().split())

    @cached_property
    def _text(self) -> str:
        return markdown_of(self.page).lower()

    def is_titled(self, words: str) -> bool:
        """Say whether all words stand in its title, or in what it is called in the trade."""
        called = (text for part in self.page.parts if part.heading == ALSO_CALLED for text in part.paragraphs)
        names = " ".join((self.page.title, *called)).lower()
        return all(word in names for word in words.lower().split())


def page_of_practice(practice: Practice, knowledge: Knowledge) -> Page:
    """Return the page of a practice; tools come last, folded."""
    signals = practice.signals
    parts = (
        Part(ALSO_CALLED, (f"{practice.title}.",)),
        Part("What and why", (practice.what,)),
        Part("Heard where it helped", items=tuple(f"“{said}”" for said in practice.situations[:TOLD])),
        Part("This week", (practice.first_step,)),
        Part("For two weeks", (practice.experiment,)),
        Part(
            "Look for",
            (practice.measure,),
            (
                f"Soon, felt: {signals.soon_felt}",
                f"Soon, measured: {signals.soon_measured}",
                f"Later, felt: {signals.later_felt}",
                f"Later, measured: {signals.later_measured}",
            ),
        ),
        Part("Not if", (practice.not_if,)),
        Part("Begin with", items=tuple(_titles(practice.prerequisites, knowledge))),
        Part("The same principle elsewhere", items=tuple(_elsewhere(practice, knowledge))),
        Part("Tools", (practice.tools,) if practice.tools else (), folded=True),
        Part("Based on", items=tuple(_sources(practice, knowledge)), folded=True),
    )
    labels = (practice.ops, practice.principle, _LEVERS[practice.lever], _EFFORTS[practice.effort])
    return Page(practice.card, labels, _filled(parts))


def page_of_symptom(symptom: Symptom, knowledge: Knowledge) -> Page:
    """Return the page of a symptom: how it sounds, what to ask, what helps, and where its limits come from."""
    helps = (f"{knowledge.practices[r.id].title}: {r.reason}." for r in symptom.practice)
    parts = (
        Part("How it sounds", items=tuple(f"“{said}”" for said in symptom.wordings[:TOLD])),
        Part("What the map says", (symptom.finding,)),
        Part("Ask", (symptom.question,)),
        Part("What has helped", items=tuple(helps)),
        Part("Seen when", items=tuple(f"{d.level}: {d.when}" for d in symptom.detect), folded=True),
        Part("Where the limits come from", (symptom.origin,), folded=True),
    )
    return Page(symptom.title, (symptom.waste, symptom.principle), _filled(parts))


def page_of_article(article: Article) -> Page:
    """Return the page that tells what Crosslane comes from."""
    parts = (
        Part("The story", article.story),
        Part("Where it hurts", items=tuple(f"{pain.text} ({pain.where})" for pain in article.pain)),
        Part("The data loop", items=tuple(f"{n}. {step.text}" for n, step in enumerate(article.step, 1))),
        Part("The Ops and their kin", items=tuple(_kind(kind) for kind in article.ops)),
        Part("AIOps is not MLOps", (article.aiops_is_not_mlops,)),
        Part("Who takes part", items=tuple(f"{role.name}: {', '.join(role.titles)}" for role in article.role)),
        Part("One team for the whole life of a product", article.cross_functional),
        *(
            Part(
                f"{n}. {p.name}",
                items=(f"DevOps: {p.devops}", f"DataOps: {p.dataops}", f"MLOps: {p.mlops}", f"AIOps: {p.aiops}"),
            )
            for n, p in enumerate(article.principle, 1)
        ),
        Part("Continuous deployment of models", items=tuple(f"{d.name}: {d.text}" for d in article.deployment_part)),
        Part("The auditor's question", (article.audit_question,)),
        Part("Principles, not job roles", (article.principles_before_roles, article.start_hint)),
        Part("Three closing rules", items=tuple(f"{rule.name}: {rule.text}" for rule in article.closing_rule)),
        Part("Where it comes from", items=article.addresses),
        Part("Tools it names", items=tuple(f"{p.name}: {t}" for p in article.principle for t in p.tools), folded=True),
    )
    return Page(article.title, (), _filled(parts))


def _kind(kind: OpsKind) -> str:
    """Return one of the Ops in a line: what for, who takes part, what is done."""
    done = f" To do: {', '.join(kind.tasks)}." if kind.tasks else ""
    return f"{kind.name}: {kind.goal} {kind.who}{done}"


def page_of_glossary(glossary: Glossary) -> Page:
    """Return the page of terms."""
    return Page("Words", (), (Part("", items=tuple(f"{t.term}: {t.meaning}" for t in glossary.term)),))


def page_of_roles(article: Article) -> Page:
    """Return which of the Ops each role takes part in, and what it does from start to end."""
    ops = {kind.id: kind.name for kind in article.ops}
    roles = {role.lane: role.name for role in article.role}
    named = [
        f"{roles.get(row.role, row.role)}: "
        + ", ".join(_part_taken(row, column, ops[column]) for column in _taken(row))
        for row in article.role_ops
    ]
    times = tuple(
        Part(
            f"{roles.get(line.role, line.role)} · {ops.get(line.ops, line.ops)}",
            items=tuple(
                f"{phase.capitalize()}: {'; '.join(tasks)}" for phase in PHASES if (tasks := getattr(line, phase))
            ),
        )
        for line in article.timeline
    )
    return Page("Who does what", (), _filled((Part("Roles and Ops", items=tuple(named)), *times)))


def page_of_own(own: Own, folder: str) -> Page:
    """Return what a team's own knowledge does, what is wrong with it, and how to write it."""
    said = told(own) or ["Nothing is added, changed or switched off."]
    how = (
        f"One file for each practice and symptom in {folder}, in the folders practices and symptoms. "
        "A file with the id of a shipped entry takes its place. A wrong file is named here and left out."
    )
    parts = (
        Part("Now", items=tuple(line.strip() for line in said)),
        Part("How", (how,)),
        Part("An example", (EXAMPLE,)),
    )
    return Page("Your own knowledge", (), parts)


def _taken(row: RoleOps) -> list[str]:
    return [column for column in OPS if getattr(row, column)]


def _part_taken(row: RoleOps, column: str, name: str) -> str:
    taken = getattr(row, column)
    return name if taken == "yes" else f"{name} (sometimes)"


def every_page(knowledge: Knowledge, article: Article, glossary: Glossary) -> list[Shelved]:
    """Return all pages in the order of a table of contents; each has an id that does not change with its words."""
    pages = [
        Shelved("About", "article", page_of_article(article)),
        Shelved("About", "roles", page_of_roles(article)),
        Shelved("About", "words", page_of_glossary(glossary)),
    ]
    practices = sorted(knowledge.practices.values(), key=lambda p: p.card)
    symptoms = sorted(knowledge.symptoms.values(), key=lambda s: s.title)
    pages += [Shelved("Practices", f"practice:{p.id}", page_of_practice(p, knowledge)) for p in practices]
    pages += [Shelved("What people say", f"symptom:{s.id}", page_of_symptom(s, knowledge)) for s in symptoms]
    names = {kind.id: kind.name for kind in article.ops} | {p.id: p.name for p in article.principle}
    return [replace(shelved, page=_labelled(shelved.page, names)) for shelved in pages]


def _labelled(page: Page, names: Mapping[str, str]) -> Page:
    """Return the page with names for the ids among its labels."""
    labels = (names.get(label, label[:1].upper() + label[1:].replace("-", " ")) for label in page.labels if label)
    return replace(page, labels=tuple(labels))


def markdown_of(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"# {page.title}", ""]
    if page.labels:
        lines += [" · ".join(page.labels), ""]
    for part in page.parts:
        lines += [f"## {part.heading}", ""] if part.heading else []
        for paragraph in part.paragraphs:
            lines += [paragraph, ""]
        if part.items:
            lines += [*(f"- {item}" for item in part.items), ""]
    return "\n".join(lines).rstrip() + "\n"


def _filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.paragraphs or part.items)


def _titles(ids: Iterable[str], knowledge: Knowledge) -> Iterable[str]:
    return (knowledge.practices[id_].card for id_ in ids if id_ in knowledge.practices)


def _elsewhere(practice: Practice, knowledge: Knowledge) -> Iterable[str]:
    """Yield the practices of the same principle in other Ops, one for each column."""
    seen = {column_of(practice.ops)}
    for other in knowledge.practices.values():
        column = column_of(other.ops)
        if other.principle == practice.principle and column not in seen:
            seen.add(column)
            yield f"{column}: {other.card}"


def _sources(practice: Practice, knowledge: Knowledge) -> Iterable[str]:
    return (f"{s.title} ({s.address})" for id_ in practice.sources if (s := knowledge.sources.get(id_)))
