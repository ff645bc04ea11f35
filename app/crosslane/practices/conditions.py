"""Conditions over facts, three-valued: what is unknown neither fires nor forbids.

A small language of comparisons, `in`, `and`, `or`, `not`, parsed by Python's own parser and held against a list of
what is allowed; nothing is ever executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from crosslane.model.errors import Problem

Facts = Mapping[str, Any]
Answer = bool | None
_Check = Callable[[Facts], Any]


@dataclass(frozen=True)
class Condition:
    """A condition, the facts it speaks of, and those of them without which it cannot hold."""

    text: str
    in_order: tuple[str, ...]
    names: frozenset[str]
    needed: frozenset[str]
    check: _Check

    def holds(self, facts: Facts) -> Answer:
        """Return True, False, or None while the facts known do not decide it."""
        answer = self.check(facts)
        return None if answer is None else bool(answer)


@lru_cache(maxsize=1024)
def compile_condition(text: str, groups: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Condition:
    """Return the condition that a text describes; raises Problem for anything outside the small language."""
    words = {name: frozenset(members) for name, members in groups}
    try:
        tree = ast.parse(text or "True", mode="eval").body
    except SyntaxError:
        raise Problem(f"The condition {text!r} cannot be read: write comparisons joined by and, or, not.") from None
    names = frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in words)
    return Condition(
        text, tuple(sorted(names, key=text.find)), names, _needed(tree) & names, _compiled(tree, words, text)
    )


def _needed(node: ast.expr) -> frozenset[str]:
    """Return the names that must be known for an expression to hold: of branches, those that all of them need."""
    match node:
        case ast.BoolOp(op=ast.Or()):
            return frozenset.intersection(*(_needed(value) for value in node.values))
        case ast.BoolOp(op=ast.And()):
            return frozenset[str]().union(*(_needed(value) for value in node.values))
        case _:
            return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _compiled(node: ast.expr, words: Mapping[str, frozenset[str]], text: str) -> _Check:
    match node:
        case ast.BoolOp(op=ast.And()):
            return _all([_compiled(v, words, text) for v in node.values])
        case ast.BoolOp(op=ast.Or()):
            return _any([_compiled(v, words, text) for v in node.values])
        case ast.UnaryOp(op=ast.Not()):
            inner = _compiled(node.operand, words, text)
            return lambda facts: None if (found := inner(facts)) is None else not found
        case ast.Compare(ops=[operator], comparators=[right]):
            return _compared(operator, node.left, right, words, text)
        case ast.BinOp(op=ast.Mult()):
            a, b = _compiled(node.left, words, text), _compiled(node.right, words, text)
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


def _all(parts: list[_Check]) -> _Check:
    def check(facts: Facts) -> Answer:
        answer: Answer = True
        for part in parts:
            found = part(facts)
            if found is None:
                answer = None
            elif not found:
                return False
        return answer

    return check


def _any(parts: list[_Check]) -> _Check:
    def check(facts: Facts) -> Answer:
        answer: Answer = False
        for part in parts:
            found = part(facts)
            if found is None:
                answer = None
            elif found:
                return True
        return answer

    return check


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


def _compared(
    operator: ast.cmpop, left: ast.expr, right: ast.expr, words: Mapping[str, frozenset[str]], text: str
) -> _Check:
    compare = _OPERATORS.get(type(operator))
    if compare is None:
        raise Problem(f"The condition {text!r} uses a comparison that is not allowed there.")
    one, other = _compiled(left, words, text), _compiled(right, words, text)
    if isinstance(left, ast.Name) and (isinstance(right, ast.Constant | ast.Tuple) or _is_group(right, words)):
        return _fact_compared(left.id, compare, other({}))

    def check(facts: Facts) -> Answer:
        a, b = one(facts), other(facts)
        return None if a is None or b is None else compare(a, b)

    return check


def _is_group(node: ast.expr, words: Mapping[str, frozenset[str]]) -> bool:
    return isinstance(node, ast.Name) and node.id in words


def _fact_compared(name: str, compare: Callable[[Any, Any], bool], value: Any) -> _Check:
    """Compare one fact with something fixed: most comparisons are of this kind."""

    def check(facts: Facts) -> Answer:
        fact = facts.get(name)
        return None if fact is None else compare(fact, value)

    return check
