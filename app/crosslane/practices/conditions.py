"""Conditions over facts, three-valued: what is unknown neither fires nor forbids.

A small language of comparisons, `in`, `and`, `or`, `not`, parsed by Python's own parser and held against a list of
what is allowed; nothing is ever executed. A condition is kept as the sets of comparisons that decide it: it holds where
all of one set for it come out so, it does not where all of one set against it do, and else it is open.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from math import prod
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from crosslane.model.errors import Problem

Facts = Mapping[str, Any]
Answer = bool | None
_Value = Callable[[Facts], Any]
Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Atom:
    """A comparison, or a fact by itself; atoms with the same text say the same. `names` are the facts it speaks of."""

    text: str
    names: tuple[str, ...]
    value: _Value = field(compare=False)

    def holds(self, facts: Facts) -> Answer:
        """Return True, False, or None while a fact it speaks of is unknown."""
        found = self.value(facts)
        return None if found is None else bool(found)


# An atom and how it has to come out; those of a set all; of several sets any.
Literal = tuple[Atom, bool]
Sets = tuple[frozenset[Literal], ...]
# So many sets are kept of one condition.
MOST = 1000
_ALWAYS: Sets = (frozenset(),)
_NEVER: Sets = ()


@dataclass(frozen=True)
class Condition:
    """A condition, the facts it speaks of, and the sets of comparisons that decide for it and against it."""

    text: str
    in_order: tuple[str, ...]
    names: frozenset[str]
    yes: Sets
    no: Sets

    def holds(self, facts: Facts) -> Answer:
        """Return True, False, or None while the facts known do not decide it."""
        for answer, sets in ((True, self.yes), (False, self.no)):
            if any(all(atom.holds(facts) is wanted for atom, wanted in literals) for literals in sets):
                return answer
        return None


@lru_cache(maxsize=1024)
def compile_condition(text: str, groups: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Condition:
    """Return the condition that a text describes; raises Problem for anything outside the small language."""
    words = {name: frozenset(members) for name, members in groups}
    try:
        tree = ast.parse(text or "True", mode="eval").body
    except SyntaxError:
        raise Problem(f"The condition {text!r} cannot be read: write comparisons joined by and, or, not.") from None
    names = _names(tree, words)
    in_order = tuple(sorted(names, key=lambda name: (text.find(name), name)))
    return Condition(text, in_order, frozenset(names), *_sides(tree, words, text))


def _names(node: ast.expr, words: Words) -> tuple[str, ...]:
    """Return the facts that an expression speaks of."""
    return tuple({n.id: None for n in ast.walk(node) if isinstance(n, ast.Name) and n.id not in words})


def _sides(node: ast.expr, words: Words, text: str) -> tuple[Sets, Sets]:
    """Return the sets of atoms that decide for an expression, and those that decide against it."""
    match node:
        case ast.BoolOp(op=ast.And()):
            yes, no = zip(*(_sides(value, words, text) for value in node.values), strict=True)
            return _all_of(yes, text), _any_of(no)
        case ast.BoolOp():
            yes, no = zip(*(_sides(value, words, text) for value in node.values), strict=True)
            return _any_of(yes), _all_of(no, text)
        case ast.UnaryOp(op=ast.Not()):
            yes, no = _sides(node.operand, words, text)
            return no, yes
        case ast.Constant():
            return (_ALWAYS, _NEVER) if node.value else (_NEVER, _ALWAYS)
    atom = Atom(_words_of(node, text), _names(node, words), _value(node, words, text))
    return (frozenset([(atom, True)]),), (frozenset([(atom, False)]),)


def _words_of(node: ast.expr, text: str) -> str:
    """Return an expression as it stands in a condition."""
    if not text.isascii() or "\n" in text:
        return ast.unparse(node)
    return text[node.col_offset : node.end_col_offset]


def _all_of(parts: tuple[Sets, ...], text: str) -> Sets:
    if prod(len(part) for part in parts) > MOST:
        raise Problem(f"The condition {text!r} has too many ways to hold: write it as several.")
    return tuple(dict.fromkeys(frozenset[Literal]().union(*chosen) for chosen in product(*parts)))


def _any_of(parts: tuple[Sets, ...]) -> Sets:
    return tuple(dict.fromkeys(literals for part in parts for literals in part))


def _value(node: ast.expr, words: Words, text: str) -> _Value:
    """Return what looks up the value of an expression without and, or, not; None where a fact in it is unknown."""
    match node:
        case ast.Compare(ops=[operator], comparators=[right]):
            return _compared(operator, _value(node.left, words, text), _value(right, words, text), text)
        case ast.BinOp(op=ast.Mult()):
            a, b = _value(node.left, words, text), _value(node.right, words, text)
            return lambda facts: None if (x := a(facts)) is None or (y := b(facts)) is None else x * y
        case ast.Tuple():
            members = frozenset(e.value for e in node.elts if isinstance(e, ast.Constant))
            return lambda _: members
        case ast.Constant():
            value = node.value
            return lambda _: value
        case ast.Name():
            name = node.id
            return (lambda _: words[name]) if name in words else (lambda facts: facts.get(name))
    raise Problem(f"The condition {text!r} uses something that is not allowed there.")


_OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: eq,
    ast.NotEq: ne,
    ast.Lt: lt,
    ast.LtE: le,
    ast.Gt: gt,
    ast.GtE: ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def _compared(operator: ast.cmpop, one: _Value, other: _Value, text: str) -> _Value:
    compare = _OPERATORS.get(type(operator))
    if compare is None:
        raise Problem(f"The condition {text!r} uses a comparison that is not allowed there.")

    def check(facts: Facts) -> Answer:
        a, b = one(facts), other(facts)
        return None if a is None or b is None else compare(a, b)

    return check
