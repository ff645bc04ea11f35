"""The project file, the lock and the documents agree with the program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from crosslane.actions import ACTIONS
from crosslane.cli import main
from crosslane.settings import resource

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "packaging/README.md")]
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.5", "sys_platform": system}
    for python in ("3.11", "3.12", "3.13")
    for system in ("linux", "darwin", "win32")
]
# In pieces, so that this file does not name what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(" + "|".join(["wo" + "rk", "ho" + "me", "ro" + "ot", "t" + "mp", "opt"]) + r")/\w"
)
INDEX = re.compile("py" + r"pi\.org|/sim" + "ple/")


def pins(machine: dict[str, str]) -> dict[str, str]:
    """Return the version of each package that the lock gives a machine."""
    found = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text().strip()):
        head = entry.split("--hash")[0].replace("\\", "").strip()
        if head and not head.startswith("#"):
            pin = Requirement(head)
            if pin.marker is None or pin.marker.evaluate(dict(machine)):
                assert pin.name not in found, f"{pin.name} is pinned twice"
                found[pin.name] = str(pin.specifier).removeprefix("==")
    return found


def asked(machine: dict[str, str]) -> Iterator[Requirement]:
    """Yield what the project file asks for on a machine."""
    for line in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        if wanted.marker is None or Marker(str(wanted.marker)).evaluate(dict(machine)):
            yield wanted


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['python_version']}-{m['sys_platform']}")
def test_the_lock_holds_what_the_project_asks_for(machine: dict[str, str]) -> None:
    """On each Python and system, every dependency has one version, and one that is allowed."""
    have = pins(machine)
    for wanted in asked(machine):
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        assert name in have, f"make the lock again: {name} is missing"
        assert wanted.specifier.contains(have[name]), f"make the lock again: {name} {have[name]}"


def test_python_3_11_gets_the_qt_that_runs_there() -> None:
    """PySide6 6.12 aborts on Python 3.11."""
    assert pins(MACHINES[0])["pyside6-essentials"].startswith("6.11.")


def commands_of(document: Path, program: str) -> set[str]:
    """Return the words that follow a program's name in a document's blocks of code."""
    blocks = re.findall(r"```\n(.*?)```", document.read_text(), re.S)
    return {
        word
        for block in blocks
        for line in re.findall(rf"^{re.escape(program)} ([a-z| ]+)", block, re.M)
        for word in re.findall(r"(?:^|\| )([a-z]+)", line)
    }


def test_every_command_of_the_readme_exists(capsys: pytest.CaptureFixture[str]) -> None:
    """And is explained by `--help`."""
    named = commands_of(ROOT / "README.md", "crosslane")
    assert {"analyse", "suggest", "export", "tidy"} <= named
    for name in sorted(named):
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0, name
        assert f"crosslane {name}" in capsys.readouterr().out


def test_every_command_of_the_program_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    """A command that nobody reads about is not there."""
    with pytest.raises(SystemExit):
        main(["--help"])
    helped = capsys.readouterr().out
    offered = set(re.findall(r"^    ([a-z]+)\s", helped, re.M))
    assert "analyse" in offered
    readme = (ROOT / "README.md").read_text()
    assert [name for name in sorted(offered) if not re.search(rf"(crosslane|\|) {name}\b", readme)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: str(d.relative_to(ROOT)))
def test_documents_name_only_what_is_there(document: Path) -> None:
    """Links to files lead somewhere; words after `dev.py` are words that it knows."""
    text = document.read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []
    known = set(re.findall(r"dev\.py ([a-z]+)", (ROOT / "dev.py").read_text()))
    assert set(re.findall(r"python3 dev\.py ([a-z]+)", text)) <= known


def test_the_floors_are_described_as_they_are() -> None:
    """Every floor of the import contract is in CONTRIBUTING's table."""
    contract = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    floors = {name for layer in contract["layers"] for name in layer.split(" | ")}
    table = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\|.*$", DOCUMENTS[1].read_text(), re.M))))
    assert floors <= table


def test_every_dependency_says_why_it_is_there() -> None:
    """With its licence, in CONTRIBUTING."""
    text = DOCUMENTS[1].read_text()
    names = {wanted.name for machine in MACHINES for wanted in asked(machine)}
    assert [name for name in sorted(names) if name not in text] == []


def test_one_version_in_one_place() -> None:
    """The package names it, the project file reads it from there, and the changelog has a place for it."""
    assert "version" in PROJECT["project"]["dynamic"]
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text()


def texts() -> list[Path]:
    """Return every text of the project that could name a machine."""
    folders = [ROOT / name for name in ("app", "tests", "resources", "packaging", ".ci")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    # In a second work tree `.git` is a file that names where the first one lies.
    found += [path for path in ROOT.iterdir() if path.is_file() and path.name not in ("requirements.lock", ".git")]
    binary = {".pyc", ".png", ".otf", ".ttf", ".so"}
    return [path for path in found if path.suffix not in binary]


def test_nothing_depends_on_the_machine_it_was_made_on() -> None:
    """No path of a machine, no address of a package index."""
    named = {}
    for path in texts():
        text = path.read_text(encoding="utf-8", errors="replace")
        found = MACHINE_PATH.search(text) or INDEX.search(text)
        if found:
            named[str(path.relative_to(ROOT))] = found.group()
    assert named == {}


def test_what_is_shipped_has_its_licence_beside_it() -> None:
    """Fonts under the OFL, icons under the ISC licence."""
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "OFL.txt").read_text()
    assert "ISC License" in next(resource("icons").glob("LICENSE*")).read_text()


def test_icons_are_of_one_line_style() -> None:
    """Outlines 1.5 wide; every action's icon is among them."""
    for path in resource("icons").glob("*.svg"):
        widths = re.findall(r'stroke-width="([\d.]+)"', path.read_text())
        assert set(widths) == {"1.5"}, path.name
    missing = [a.icon for a in ACTIONS if a.icon and not resource("icons", f"{a.icon}.svg").is_file()]
    assert missing == []
