"""`dev.py`: set up once, start at once afterwards, and say in one line what is missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
Lines = list[list[str]]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`dev.py` as a module, with an empty folder for its environment."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


@pytest.fixture
def lines(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Lines:
    """The command lines that would have been run; Qt is taken to be complete."""
    ran: Lines = []

    def call(line: list[str], **_: object) -> int:
        ran.append(line)
        return 0

    monkeypatch.setattr(dev.subprocess, "call", call)
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0))
    return ran


def test_the_first_start_sets_up_from_the_lock(dev: ModuleType, lines: Lines) -> None:
    """An environment is made, the lock is installed with its hashes, Crosslane as a link, and that is compiled."""
    dev.set_up()
    assert [line[1:3] for line in lines] == [["-m", "venv"], ["-m", "pip"], ["-m", "pip"], ["-m", "compileall"]]
    assert "--require-hashes" in lines[1]
    assert {"--no-deps", "--editable"} <= set(lines[2])


def test_the_second_start_costs_nothing(dev: ModuleType, lines: Lines) -> None:
    """Nothing is run when the environment was made for this lock, project file and Python."""
    dev.set_up()
    lines.clear()
    dev.set_up()
    assert lines == []


def test_a_changed_lock_is_installed_into_the_environment_there_is(
    dev: ModuleType, lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who pulls a new lock keeps working: nothing is thrown away while another program may be running from it."""
    dev.set_up()
    lines.clear()
    (tmp_path / "requirements.lock").write_text("another\n")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    dev.set_up()
    assert [line[2] for line in lines] == ["pip", "pip", "compileall"]


def test_another_python_gets_an_environment_of_its_own(
    dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages of one Python are of no use to another."""
    dev.set_up()
    lines.clear()
    monkeypatch.setattr(dev, "sys", other_python("3.99.0 (main)"))
    dev.set_up()
    assert lines[0][:4] == ["python-other", "-m", "venv", "--clear"]


def test_another_build_of_the_same_python_costs_nothing(
    dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installing Debian's venv package upgrades Python itself: the second start is instant all the same."""
    monkeypatch.setattr(dev, "sys", other_python("3.99.0 (main, Apr)"))
    dev.set_up()
    lines.clear()
    monkeypatch.setattr(dev, "sys", other_python("3.99.0 (main, May)"))
    dev.set_up()
    assert lines == []


def other_python(version: str) -> SimpleNamespace:
    """What `sys` tells of another Python."""
    return SimpleNamespace(
        version_info=(3, 99), version=version, executable="python-other", platform=sys.platform, base_prefix="prefix"
    )


def test_an_environment_shared_with_others_is_not_emptied(dev: ModuleType, lines: Lines, tmp_path: Path) -> None:
    """Where .venv leads to another folder, what is in there stays."""
    dev.VENV.rmdir()
    (tmp_path / "theirs").mkdir()
    dev.VENV.symlink_to(tmp_path / "theirs")
    with pytest.raises(SystemExit, match="not ours to empty"):
        dev.set_up()
    assert lines == []


def test_a_failed_set_up_is_tried_again(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network the sentence says so, and the next start does not believe that all is there."""
    monkeypatch.setattr(dev.subprocess, "call", lambda line, **_: int("pip" in line))
    with pytest.raises(SystemExit, match="network"):
        dev.set_up()
    assert not (dev.VENV / ".stamp").exists()


def test_an_old_python_is_told_apart(dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names what is needed and what was found; nothing is made."""
    monkeypatch.setattr(dev, "sys", SimpleNamespace(version_info=(3, 10), version="3.10.4 (main)"))
    with pytest.raises(SystemExit, match=r"3\.11 or newer is needed; this is 3\.10\.4"):
        dev.set_up()
    assert lines == []


@pytest.mark.parametrize(
    ("user", "apt", "said"),
    [(1000, "apt-get", "sudo apt-get install -y --no-install-recommends libegl1"), (0, None, "they are called")],
)
def test_who_may_not_install_is_told_the_line(
    dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch, user: int, apt: str | None, said: str
) -> None:
    """Not root: the exact line to type. No apt: the names of the packages. Nothing is run."""
    monkeypatch.setattr(dev.os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda _: apt)
    with pytest.raises(SystemExit, match=said) as told:
        dev.install_system(["libegl1"])
    assert "libegl1" in str(told.value)
    assert lines == []


@pytest.mark.parametrize(("opengl", "packages"), [(None, 15), ("libGL.so.1", 2)])
def test_a_bare_system_is_told_everything_at_once(
    dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch, opengl: str | None, packages: int
) -> None:
    """Without Debian's venv package, and without Qt's libraries: one line to type, not one after the other."""
    asked: Lines = []
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(dev.ctypes.util, "find_library", lambda _: opengl)
    monkeypatch.setattr(dev, "install_system", asked.append)
    dev.set_up()
    assert [len(list_) for list_ in asked] == [packages]
    assert asked[0][0].endswith("-venv")


def test_root_on_debian_needs_to_do_nothing(dev: ModuleType, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing system packages are installed, without a question."""
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda _: "apt-get")
    dev.install_system(["libegl1"])
    assert [line[:2] for line in lines] == [["apt-get", "update"], ["apt-get", "install"]]
    assert lines[1][-1] == "libegl1"


@pytest.mark.parametrize(
    ("display", "given", "expected"),
    [("", [], ["smoke"]), ("", ["list"], ["list"]), (":1", [], []), (":1", ["a.crosslane"], ["a.crosslane"])],
)
def test_without_a_display_the_demo_runs(
    dev: ModuleType,
    lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
    display: str,
    given: list[str],
    expected: list[str],
) -> None:
    """With a display the window opens; what is typed is passed on in either case."""
    monkeypatch.setattr(dev, "has_display", lambda: bool(display))
    dev.run(given)
    assert lines[-1][1:] == ["-m", "crosslane", *expected]


def test_every_stage_runs_and_one_failure_fails_all(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the format does not hide the tests' summary, and is not forgotten after it."""
    ran: Lines = []

    def call(line: list[str], **_: object) -> int:
        ran.append(line)
        return int("format" in line)

    monkeypatch.setattr(dev.subprocess, "call", call)
    assert dev.test(["-x"]) == 1
    assert [Path(line[0]).stem for line in ran[:2]] == ["ruff", "ruff"]
    assert ran[-1][1:] == ["-m", "pytest", "-x"]
    assert "failed: format" in capsys.readouterr().out


def test_an_unknown_word_is_answered_with_the_list(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is set up for a slip."""
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", "tset"])
    monkeypatch.setattr(dev, "set_up", lambda: pytest.fail("set up"))
    assert dev.main() == 2
    assert "dev.py test" in capsys.readouterr().out
