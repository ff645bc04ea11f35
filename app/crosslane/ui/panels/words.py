"""What the choices of a field are called on screen; the map's own words are for the file."""

from __future__ import annotations

_BY_FIELD: dict[str, dict[str, str]] = {
    "discipline": {
        "dev": "Dev",
        "ops": "Ops",
        "analytics": "Analytics",
        "ai": "AI",
        "external": "outside the team",
        "other": "something else",
    },
    "waits_for": {
        "person": "a free person",
        "date": "the next date",
        "yes": "somebody's yes",
        "missing": "something missing",
        "unnoticed": "nobody noticed",
        "machine": "a machine",
    },
    "medium": {
        "git-pr": "pull request",
        "api": "API",
        "shared-db": "shared database",
        "file-drop": "files, put somewhere",
        "email": "e-mail",
        "verbal": "word of mouth",
    },
    "type": {
        "activity": "work",
        "store": "store of data",
        "forward": "goes on",
        "rework": "comes back",
        "cycle": "closes the loop",
        "information": "for information only",
    },
    "split": {"one": "one of them", "all": "all of them", "some": "some of them"},
    "join": {"all": "all have arrived", "any": "the first arrives"},
    "value": {"adds": "adds value", "needed": "needed", "could-go": "could go away"},
    "variability": {"none": "not at all", "low": "a little", "normal": "as usual", "high": "a lot"},
    "end": {"good": "as hoped for", "bad": "given up, or refused"},
    "approval": {"none": "nobody", "peer": "a colleague", "external": "somebody outside"},
    "contract": {"informal": "by habit", "enforced": "checked by machine"},
    "trigger": {"manual": "by hand", "schedule": "the calendar", "event": "what happens", "threshold": "a threshold"},
    "sla": {"monitored": "stated and watched"},
}
_BY_HAND = {"manual": "by hand", "automated": "by machine"}


def choice_words(field: str, value: str) -> str:
    """Return what a choice of a field is called; "not known" for the empty one."""
    return _BY_FIELD.get(field, _BY_HAND).get(value) or value.replace("-", " ") or "not known"
