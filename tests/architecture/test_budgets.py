"""The size budgets: measured in logical lines, without docstrings, comments and blank lines."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

APP = Path(__file__).parents[2] / "app" / "crosslane"
FILES = sorted(APP.rglob("*.py"))
FILE_MOST, FILE_LARGE, FUNCTION_MOST, FUNCTION_LARGE, METHODS_MOST = 400, 250, 40, 20, 15
# Over the budget: the map's questions, the editor's verbs for keys and menus, the wiring's answers to signals.
# Each may shrink, none may grow; a class that fits again is taken off the list.
OVER = {"Map": 16, "Editor": 20, "_Wiring": 24}


def logical_lines(node: ast.AST) -> int:
    """Count statements, and the further lines of statements that are longer than one."""
    lines: set[int] = set()
    for child in ast.walk(node):
        if (isinstance(child, ast.stmt) and not _is_docstring(child)) or (
            isinstance(child, ast.expr) and hasattr(child, "lineno")
        ):
            lines.add(child.lineno)
    return len(lines - _docstring_lines(node))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _docstring_lines(node: ast.AST) -> set[int]:
    found: set[int] = set()
    for child in ast.walk(node):
        if isinstance(child, ast.stmt) and _is_docstring(child):
            found |= set(range(child.lineno, (child.end_lineno or child.lineno) + 1))
    return found


def functions() -> list[tuple[str, int]]:
    """Return every function of the program with its logical lines, its head apart."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                body = ast.Module(node.body, [])
                found.append((f"{path.relative_to(APP)}:{node.name}", logical_lines(body)))
    return found


def test_no_file_is_too_long(note_size: Callable[[str], None]) -> None:
    """At most 400 logical lines; at most one file in ten over 250."""
    sizes = {str(path.relative_to(APP)): logical_lines(ast.parse(path.read_text())) for path in FILES}
    name, most = max(sizes.items(), key=lambda entry: entry[1])
    note_size(f"files: {len(sizes)}, median {median(sizes.values()):g} logical lines, longest {most} ({name})")
    assert {name: size for name, size in sizes.items() if size > FILE_MOST} == {}
    large = [name for name, size in sizes.items() if size > FILE_LARGE]
    assert len(large) <= len(sizes) / 10, large


def test_no_function_is_too_long(note_size: Callable[[str], None]) -> None:
    """At most 40 logical lines; at most one function in ten over 20."""
    sizes = functions()
    name, most = max(sizes, key=lambda entry: entry[1])
    middle = median(size for _, size in sizes)
    note_size(f"functions: {len(sizes)}, median {middle:g} logical lines, longest {most} ({name})")
    assert [entry for entry in sizes if entry[1] > FUNCTION_MOST] == []
    large = [name for name, size in sizes if size > FUNCTION_LARGE]
    assert len(large) <= len(sizes) / 10, large


def public_methods(node: ast.ClassDef) -> list[str]:
    """Return what a class offers: its methods, without properties and without Qt's own event handlers."""
    return [
        m.name
        for m in node.body
        if isinstance(m, ast.FunctionDef)
        and not m.name.startswith("_")
        and m.name.islower()
        and not any(isinstance(d, ast.Attribute) or getattr(d, "id", "").endswith("property") for d in m.decorator_list)
    ]


def test_no_class_has_too_many_public_methods() -> None:
    """At most 15, properties and Qt's own event handlers apart; what is over is named and does not grow."""
    classes = [
        node for path in FILES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)
    ]
    sizes = {node.name: len(public_methods(node)) for node in classes}
    assert {name: size for name, size in sizes.items() if size > max(METHODS_MOST, OVER.get(name, 0))} == {}
    assert {name for name in OVER if sizes[name] <= METHODS_MOST} == set(), "fits again: take it off the list"


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name == "__init__.py"], ids=lambda p: str(p.parent.relative_to(APP.parent))
)
def test_every_package_says_what_it_is_for(path: Path) -> None:
    """Three sentences: what it is for, what it may import, what never belongs here."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert "May import" in text
    assert "never belong" in text or "never belongs" in text
