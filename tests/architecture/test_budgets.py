"""The size budgets: measured in logical lines, without docstrings, comments and blank lines."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

APP = Path(__file__).parents[2] / "app" / "crosslane"
FILES = sorted(APP.rglob("*.py"))
FILE_MOST, FILE_LARGE, FUNCTION_MOST, FUNCTION_LARGE, METHODS_MOST = 400, 250, 40, 20, 15
# The record types are long because the map is: fields, not logic. Store-like facades of Qt classes count events too.
EXEMPT_CLASSES = {"Canvas", "Window", "_Wiring", "Editor", "Map", "Desk"}


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


def test_no_file_is_too_long() -> None:
    """At most 400 logical lines; at most one file in ten over 250."""
    sizes = {str(path.relative_to(APP)): logical_lines(ast.parse(path.read_text())) for path in FILES}
    print(f"files: {len(sizes)}, median {median(sizes.values())}, longest {max(sizes.items(), key=lambda s: s[1])}")
    assert {name: size for name, size in sizes.items() if size > FILE_MOST} == {}
    large = [name for name, size in sizes.items() if size > FILE_LARGE]
    assert len(large) <= len(sizes) / 10, large


def test_no_function_is_too_long() -> None:
    """At most 40 logical lines; at most one function in ten over 20."""
    sizes = functions()
    print(f"functions: {len(sizes)}, median {median(size for _, size in sizes)}")
    assert [entry for entry in sizes if entry[1] > FUNCTION_MOST] == []
    large = [name for name, size in sizes if size > FUNCTION_LARGE]
    assert len(large) <= len(sizes) / 10, large


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(APP)))
def test_no_class_has_too_many_public_methods(path: Path) -> None:
    """At most 15 public methods, properties and Qt's own event handlers apart."""
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.ClassDef) or node.name in EXEMPT_CLASSES:
            continue
        methods = [
            m.name
            for m in node.body
            if isinstance(m, ast.FunctionDef)
            and not m.name.startswith("_")
            and not m.decorator_list
            and m.name.islower()
        ]
        assert len(methods) <= METHODS_MOST, (node.name, methods)


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name == "__init__.py"], ids=lambda p: str(p.parent.relative_to(APP.parent))
)
def test_every_package_says_what_it_is_for(path: Path) -> None:
    """Three sentences: what it is for, what it may import, what never belongs here."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert "May import" in text
    assert "never belong" in text or "never belongs" in text
