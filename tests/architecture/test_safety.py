"""Promises that a reader of the code can check: no network, nothing executed, no rich text, no machine's paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app" / "crosslane"
FILES = sorted(APP.rglob("*.py"))
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "PySide6.QtNetwork"}
FORBIDDEN = {"pickle", "shelve", "marshal", "multiprocessing.connection"}


def imports(path: Path) -> set[str]:
    """Return the names of all modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(APP)))
def test_no_network_and_nothing_executed(path: Path) -> None:
    """No module that talks to a network, none that runs what a file says."""
    names = imports(path)
    assert not {n for n in names if n in NETWORK or n.split(".")[0] in NETWORK}
    assert not names & FORBIDDEN
    calls = [
        n.func.id
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    ]
    assert not {"eval", "exec"} & set(calls)


@pytest.mark.parametrize("path", sorted((APP / "ui").rglob("*.py")), ids=lambda p: p.name)
def test_text_is_never_read_as_rich_text(path: Path) -> None:
    """A map's text may look like HTML; labels are made by `plain_label`, and nothing sets HTML."""
    source = path.read_text()
    assert not re.search(r"setHtml|RichText|AutoText|QTextBrowser|QTextDocument", source)
    if path.name != "text.py":
        assert "QLabel(" not in source
        assert "setToolTip(" not in source


def test_qt_lives_in_ui_and_paint() -> None:
    """Everything else runs without a window; the start and its wiring apart."""
    outside = [p for p in FILES if p.relative_to(APP).parts[0] not in ("ui", "paint", "main.py", "wiring.py")]
    lazy = {APP / "commands" / "maps.py", APP / "exchange" / "raster.py"}
    assert [p for p in outside if p not in lazy and any(n.startswith("PySide6") for n in imports(p))] == []


def test_every_exception_from_the_rules_gives_its_reason() -> None:
    """A noqa or type: ignore says in words why."""
    bare = []
    for path in [*FILES, *(ROOT / "tests").rglob("*.py"), ROOT / "dev.py"]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"#\s*(noqa|type:\s*ignore)", line) and not re.search(
                r"(noqa: [A-Z0-9, ]+|ignore\[[a-z, -]+\])\s+(#|\()\s*\(?\w+", line
            ):
                bare.append(f"{path.name}:{number}")
    assert bare == []


def test_the_lock_has_hashes_and_no_addresses() -> None:
    """What is installed is what was tried, from wherever it comes."""
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert not (ROOT / "uv.lock").exists()


def test_what_the_first_paint_does_without() -> None:
    """NumPy, networkx, sqlite-utils and the exporters are not loaded to analyse, route and draw the example."""
    code = (
        "import sys\n"
        "from crosslane.editor import Editor\n"
        "from crosslane.exchange.mapfile import read_file\n"
        "from crosslane.storage.read import last_open\n"
        "from crosslane.settings import resource\n"
        "from crosslane.drawing.draw import draw\n"
        "e = Editor(read_file(resource('templates', 'loop.crosslane')))\n"
        "e.figures, e.heat, e.routes, e.strip\n"
        "print([m for m in ('numpy', 'networkx', 'sqlite_utils', 'pypdf', 'defusedxml') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
