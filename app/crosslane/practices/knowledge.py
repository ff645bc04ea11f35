"""The knowledge: practices, symptoms, context rows, maturity questions, sources, as validated data files."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crosslane.model.errors import Problem
from crosslane.model.values import WaitsFor
from crosslane.practices.compiled import read_knowledge
from crosslane.practices.conditions import Condition, compile_condition
from crosslane.practices.rules import Rules
from crosslane.settings import resource

Level = Literal["watch", "high", "severe"]
LEVELS: tuple[Level, ...] = ("watch", "high", "severe")
# The language in which people are heard: a folder under `said`.
LANGUAGE = "en"
# So many maps that say something else as a whole are remembered side by side.
WHOLES = 3
Lever = Literal["shorten-wait", "fewer-come-back", "less-dependence", "other"]
Scope = Literal["handoff", "step", "map", "both"]


class Entry(BaseModel):
    """A part of the knowledge: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Signals(Entry):
    """How a team sees that it works: within weeks or later, felt or measured."""

    soon_felt: str
    soon_measured: str
    later_felt: str
    later_measured: str


class Practice(Entry):
    """Something a team can begin to do.

    `card` is its title on a card; `first_step` fits into a week, `experiment` into two; `measure` tells how it shows;
    `situations` are sentences of people whom it helped, for hearing it in what is said; those of what is shipped lie
    under `said`, a file a language. `about` is the condition over a place's facts under which it is usual; each of `shows`
    is weak evidence for it by itself, such as a test that is done by hand; `signs` only make it likelier where people say
    something like it. `in_place` is the condition over a flow's fields that shows it to be there: what builds on it need not
    begin with it. `counted` says that what its lever gives can be computed on a map: half the wait, or no returns.
    """

    id: str
    title: str
    card: str
    ops: str
    principle: str
    lever: Lever
    effort: Literal["S", "M", "L"]
    prerequisites: tuple[str, ...] = ()
    what: str
    first_step: str
    experiment: str
    measure: str
    not_if: str
    tools: str = ""
    sources: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    about: str = ""
    shows: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    in_place: str = ""
    counted: bool = True
    signals: Signals


class Detector(Entry):
    """When a symptom is seen, and how strongly; `when` is a condition over a place's facts."""

    level: Level
    when: str


class Remedy(Entry):
    """A practice that helps, how much (1 to 5, our setting where no source is named), and why.

    `when` is a condition over the place's facts; where it is known not to hold, the practice is no help.
    """

    id: str
    weight: Annotated[float, Field(gt=0, le=5)]
    reason: str
    when: str = ""


class Symptom(Entry):
    """What people say hurts: its wordings, the question to ask, how it shows, and what helps.

    `title` is for people to pick; `finding` is what the program says when it sees it: a fact and a question.
    `waits_for` are the answers to "what is it waiting for" that it follows from; `group` joins symptoms that go
    together; `handled` is the condition under which the drawing alone no longer shows it.
    """

    id: str
    title: str
    scope: Scope
    group: str
    waste: str
    principle: str
    waits_for: tuple[WaitsFor, ...] = ()
    finding: str
    question: str
    origin: str
    handled: str = ""
    wordings: tuple[str, ...] = ()
    detect: tuple[Detector, ...] = ()
    practice: tuple[Remedy, ...] = ()


class Row(Entry):
    """What is typical between two lanes for one thing carried."""

    id: str
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    carries: str
    name: str
    when: str = ""
    failure_modes: tuple[str, ...] = ()
    practices: tuple[Remedy, ...] = ()


class MaturityQuestion(Entry):
    """One cell of coverage: a question with five levels, and what helps on."""

    principle: str
    ops: str
    question: str
    levels: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)]
    practices: tuple[str, ...]


class Check(Entry):
    """An acceptance check for two sides to choose from: `when` is a condition over a flow's fields, `symptoms` bring it too."""

    when: str
    text: str
    symptoms: tuple[str, ...] = ()


class Source(Entry):
    """Where a statement comes from; grade P primary, S secondary, C own convention, M unconfirmed."""

    id: str
    title: str
    address: str
    grade: Literal["P", "S", "C", "M"]


class Words(Entry):
    """How one language is heard: words without weight, phrases, bent forms, and groups of like words."""

    stop: str
    phrases: dict[str, tuple[str, ...]] = {}
    forms: dict[str, tuple[str, ...]] = {}
    groups: dict[str, str] = {}


class Settings(Entry):
    """Weights and thresholds of the advice: our setting, open to change.

    `said_alike` is the weight of a sentence like a practice's situations, `shown` that of a recorded field that shows it
    alone; `never` is not suggested at all; `only_said`
    only where people's own words speak for it, because drawing the map is it; `not_in_a_workshop` not while an agenda runs. `broad` symptoms count `explained` times where a narrower
    one of their group is clear.
    """

    pinned: float
    pinned_and_detected: float
    min_score: float
    generic_factor: float
    said_alike: float
    shown: float
    explained: float
    broad: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    only_said: tuple[str, ...] = ()
    not_in_a_workshop: tuple[str, ...] = ()
    generic: tuple[str, ...]
    strength: dict[Level, float]
    effort_factor: dict[str, float]
    groups: dict[str, tuple[str, ...]]
    ops: tuple[str, ...]
    principles: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """All of it, by id."""

    practices: Mapping[str, Practice]
    symptoms: Mapping[str, Symptom]
    rows: tuple[Row, ...]
    maturity: tuple[MaturityQuestion, ...]
    sources: Mapping[str, Source]
    settings: Settings
    words: Words
    # What people say that is of no matter here.
    nothing: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    _conditions: dict[str, Condition] = field(init=False, default_factory=dict, compare=False, repr=False)
    # Advice already given by this knowledge, by all that it hangs on: first what the whole map says, then the place.
    memory: dict[Any, dict[Any, Any]] = field(init=False, default_factory=dict, compare=False, repr=False)

    @cached_property
    def rules(self) -> Rules:
        """All conditions, compiled."""
        return Rules(self)

    def remembered(self, whole: Hashable) -> dict[Any, Any]:
        """Return the advice given so far on maps that say the same as a whole: for a few of these, the last ones."""
        if whole not in self.memory and len(self.memory) >= WHOLES:
            self.memory.pop(next(iter(self.memory)))
        return self.memory.setdefault(whole, {})

    def condition(self, text: str) -> Condition:
        """Return a condition of this knowledge, its groups of words filled in; raises Problem when it cannot be."""
        if text not in self._conditions:
            groups = tuple((name, words) for name, words in self.settings.groups.items())
            self._conditions[text] = compile_condition(text, groups)
        return self._conditions[text]


E = TypeVar("E", bound=Entry)


def load(folder: Path) -> Knowledge:
    """Return the knowledge in a folder; raises Problem that names the file and the field at fault."""
    return _knowledge(tables_in(folder))


def tables_in(folder: Path) -> dict[str, Any]:
    """Return what the files of a folder say, entries with the name of their file; raises Problem for one that cannot be read."""
    said = folder / "said" / LANGUAGE
    return {
        "practices": [
            (path.name, {**_table(path), "situations": _lines(said / f"{path.stem}.txt")})
            for path in sorted((folder / "practices").glob("*.toml"))
        ],
        "symptoms": [
            (path.name, {**_table(path), "wordings": _lines(said / f"{path.stem}.txt")})
            for path in sorted((folder / "symptoms").glob("*.toml"))
        ],
        "rows": [(path.name, _table(path).get("row", [])) for path in sorted((folder / "context").glob("*.toml"))],
        "maturity": ("maturity.toml", _table(folder / "maturity.toml").get("question", [])),
        "sources": ("sources.toml", _table(folder / "sources.toml").get("source", [])),
        "settings": ("settings.toml", _table(folder / "settings.toml")),
        "words": ("words.toml", _table(folder / "words.toml")),
        "nothing": _lines(said / "nothing.txt"),
        "checks": ("checks.toml", _table(folder / "checks.toml").get("check", [])),
    }


def _knowledge(tables: Mapping[str, Any]) -> Knowledge:
    practices = [_made(name, Practice, body) for name, body in tables["practices"]]
    symptoms = [_made(name, Symptom, body) for name, body in tables["symptoms"]]
    sources = _all_made(tables["sources"][0], tables["sources"][1], Source)
    return Knowledge(
        {practice.id: practice for practice in practices},
        {symptom.id: symptom for symptom in symptoms},
        tuple(row for name, bodies in tables["rows"] for row in _all_made(name, bodies, Row)),
        tuple(_all_made(tables["maturity"][0], tables["maturity"][1], MaturityQuestion)),
        {source.id: source for source in sources},
        _made(tables["settings"][0], Settings, tables["settings"][1]),
        _made(tables["words"][0], Words, tables["words"][1]),
        tuple(tables["nothing"]),
        tuple(_all_made(tables["checks"][0], tables["checks"][1], Check)),
    )


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """Return the knowledge that comes with the program: as it was put together, else from its files."""
    tables = read_knowledge()
    return _knowledge(tables) if tables is not None else load(resource("knowledge"))


def _lines(path: Path) -> tuple[str, ...]:
    """Return what people say of a practice or symptom, a telling a line; nothing when nobody has written it down."""
    try:
        return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{path.name} cannot be read: {error}.") from None


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"{path.name} cannot be read: {error}.") from None


def read_entry(path: Path, entry: type[E]) -> E:
    """Return the entry in a file; raises Problem that names the file and the field at fault."""
    return _made(path.name, entry, _table(path))


def read_entries(path: Path, name: str, entry: type[E]) -> list[E]:
    """Return the entries listed under a name in a file; raises Problem that names the file and the field at fault."""
    return _all_made(path.name, _table(path).get(name, []), entry)


def _all_made(file: str, bodies: Iterable[dict[str, Any]], entry: type[E]) -> list[E]:
    return [_made(file, entry, body) for body in bodies]


def _made(file: str, entry: type[E], body: dict[str, Any]) -> E:
    try:
        return entry.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing":
            raise Problem(f"{file}: the field {field!r} is missing.") from None
        if first["type"] == "extra_forbidden":
            raise Problem(f"{file}: there is no field {field!r}; correct or remove it.") from None
        raise Problem(f"{file}: the field {field!r} is wrong: {first['msg'].lower()}.") from None
