"""What can be typed after `crosslane`, and what is answered when it makes no sense."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosslane import cli
from crosslane.cli import main
from crosslane.exchange.mapfile import read_file
from crosslane.settings import resource
from crosslane.storage.library import open_library

Capture = pytest.CaptureFixture[str]


def ended(*arguments: str) -> int:
    """Return the exit code, also of what ends by itself."""
    try:
        return main(list(arguments))
    except SystemExit as end:
        return int(str(end.code))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["show"], "The following arguments are required: MAP"),
        (["anlyse", "loop.crosslane"], "There is no command 'anlyse': did you mean analyse?"),
        (["anlyse"], "There is no command 'anlyse': did you mean analyse?"),
        (["--json", "loop.crosslane"], "There is no command"),
        (["lint", "x", "--fail-on", "fatal"], "invalid choice: 'fatal'"),
        (["export", "x", "-o", "x.png", "--scale", "nan"], "no scale"),
        (["export", "x", "-o", "x.png", "--scale", "0"], "no scale"),
        (["suggest", "x", "--handoff", "six"], "invalid int value: 'six'"),
        (["list", "--library", "nowhere.db"], "There is no library at nowhere.db"),
        (["--library", "nowhere.db", "show", "x"], "There is no library at nowhere.db"),
        (["export", "x.crosslane", "--format", "png"], "A PNG goes into a file"),
        (["export", "x.crosslane"], "choose one of"),
        (["library", "restore"], "Which backup?"),
        (["tidy", "nowhere.crosslane", "--json"], "nowhere.crosslane is not there"),
    ],
)
def test_what_makes_no_sense_is_answered_in_one_sentence(
    arguments: list[str], part: str, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, one line on standard error that begins with the program's name."""
    monkeypatch.chdir(tmp_path)
    assert ended(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("crosslane: ")
    assert shown.err.count("\n") == 1
    assert part in shown.err


@pytest.mark.parametrize("arguments", [["--help"], ["nothing", "--help"], ["--version"]])
def test_help_and_version_open_no_window(arguments: list[str], capsys: Capture) -> None:
    """They are answered and that is all."""
    assert ended(*arguments) == 0
    assert "crosslane" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ([], (None, None)),
        (["loop.crosslane"], ("loop.crosslane", None)),
        (["--library", "show", "A title"], ("A title", "show")),
    ],
)
def test_without_a_command_the_window_opens(
    arguments: list[str], opened: tuple[str | None, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file, a title, or where one was last; a library called like a command is still a library."""
    seen: list[tuple[str | None, str | None]] = []

    def run_window(name: str | None, library: str | None) -> int:
        seen.append((name, library))
        return 0

    monkeypatch.setitem(sys.modules, "crosslane.main", type(sys)("crosslane.main"))
    monkeypatch.setattr(sys.modules["crosslane.main"], "run_window", run_window, raising=False)
    assert ended(*arguments) == 0
    assert seen == [opened]


@pytest.mark.parametrize("order", [["--library", "L", "list"], ["list", "--library", "L"]])
def test_the_library_is_named_before_or_after_the_command(
    order: list[str], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both places mean the same."""
    monkeypatch.chdir(tmp_path)
    assert ended("new", "--template", "loop", "--library", "L") == 0
    made = capsys.readouterr().out.strip()
    assert ended(*order) == 0
    assert made in capsys.readouterr().out


def test_a_title_may_look_like_a_file(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot in a title does not hide the map in the library."""
    monkeypatch.chdir(tmp_path)
    assert ended("new", "--template", "loop", "-o", "x.crosslane") == 0
    text = Path("x.crosslane").read_text().replace("The data loop", "Release 1.5")
    Path("x.crosslane").write_text(text)
    library = open_library(tmp_path / "own.db")
    library.add(read_file(Path("x.crosslane")))
    library.close()
    assert ended("show", "release 1.5", "--library", "own.db") == 0
    assert len(capsys.readouterr().out.splitlines()) == 11


def test_text_exports_can_be_printed(capsys: Capture, tmp_path: Path) -> None:
    """SVG, Markdown and the map itself go to standard output without -o."""
    path = tmp_path / "loop.crosslane"
    ended("new", "--template", "loop", "-o", str(path))
    for kind, begins in (("svg", "<?xml"), ("md", "# The data loop"), ("crosslane", '{"format"')):
        assert ended("export", str(path), "--format", kind) == 0
        assert capsys.readouterr().out.startswith(begins)


def test_exported_maps_name_nobody_unless_asked(capsys: Capture, tmp_path: Path) -> None:
    """A map file that is handed on says no sentences of participants; asked for, it is the same map."""
    path, bare, whole = (tmp_path / f"{name}.crosslane" for name in ("loop", "bare", "whole"))
    ended("new", "--template", "loop", "-o", str(path))
    assert ended("export", str(path), "-o", str(bare)) == 0
    assert "leaves out" in capsys.readouterr().err
    assert "Tom" not in bare.read_text()
    assert ended("export", str(path), "-o", str(whole), "--names", "--notes", "--sentences") == 0
    assert capsys.readouterr().err == ""
    assert whole.read_bytes() == path.read_bytes()


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`crosslane show MAP | head -1` ends quietly."""
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    command = [sys.executable, "-m", "crosslane", "new", "--template", "loop", "-o", "loop.crosslane"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=60)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "crosslane", "suggest", "loop.crosslane"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_piped_is_utf8_whatever_the_computer_speaks(tmp_path: Path) -> None:
    """As the map file is, and as an SVG says of itself; in a plain C locale, or on Windows, too."""
    file = tmp_path / "für 東京.crosslane"
    text = resource("templates", "loop.crosslane").read_text("utf-8").replace("The data loop", "Daten für 東京")
    file.write_text(text, "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "CROSSLANE_HOME": str(tmp_path / "Öffentliche Karten")}
    for words in (["analyse"], ["export", "--format", "svg"]):
        command = [sys.executable, "-m", "crosslane", *words, str(file)]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
        assert "Daten für 東京" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("kind", ["template", "ties"])
def test_the_same_map_gives_the_same_digits_in_every_run(kind: str, tmp_path: Path) -> None:
    """Nothing is added up or chosen in an order that changes from process to process: crossing branches, some of equal length."""
    file = resource("templates", "incident-aiops.crosslane") if kind == "template" else tmp_path / "ties.crosslane"
    if kind == "ties":
        file.write_text(_ties(), "utf-8")
    said = []
    for seed in ("0", "1", "2", "3"):
        command = [sys.executable, "-m", "crosslane", "analyse", str(file), "--json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        said.append(subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True).stdout)
    assert said == said[:1] * len(said)


def _ties() -> str:
    """Return a map file in which crossing branches come to where they meet at one moment."""
    ends = ["s-a", "s-b", "a-c", "a-d", "a-e", "b-c", "b-d", "b-e", "c-z", "d-z", "e-z"]
    work = {"text": "1h"}
    records: list[dict[str, object]] = [{"format": "crosslane-map", "version": 1}, {"kind": "map", "id": "map"}]
    records.append({"kind": "lane", "id": "l", "order": "a"})
    records += [{"kind": "step", "id": id_, "lane": "l", "process_time": work} for id_ in "sabcdez"]
    for number, (source, _, target) in enumerate(ends, 1):
        records.append(
            {"kind": "flow", "id": f"f{number}", "number": number, "source": source, "target": target, "wait": work}
        )
    return "".join(json.dumps(record) + "\n" for record in records)


QT_AND_NUMBERS = ("PySide6", "numpy", "networkx", "sqlite_utils")


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("--help", ("pydantic", "json")),
        ("show MAP", ("crosslane.analysis", "crosslane.practices", "crosslane.drawing", *QT_AND_NUMBERS)),
        ("diff MAP MAP", ("crosslane.analysis", "crosslane.practices", "crosslane.drawing", *QT_AND_NUMBERS)),
        ("templates", ("crosslane.practices", "crosslane.drawing", *QT_AND_NUMBERS)),
        ("suggest MAP --json", QT_AND_NUMBERS),
        ("lint MAP", QT_AND_NUMBERS),
        ("export MAP --format svg", ("crosslane.practices.advice", *QT_AND_NUMBERS)),
        ("tidy MAP --json", ("crosslane.practices", "crosslane.exchange.markdown", "PySide6", "sqlite_utils")),
        ("analyse MAP --json", ("crosslane.practices", "crosslane.exchange.markdown", "PySide6", "sqlite_utils")),
    ],
)
def test_commands_start_without_what_they_do_not_need(command: str, unneeded: tuple[str, ...]) -> None:
    """Reading a map loads neither advice nor numbers, and only pictures in pixels load Qt."""
    code = (
        "import sys\n"
        "from crosslane.cli import main\n"
        "from crosslane.settings import resource\n"
        "loop = str(resource('templates', 'loop.crosslane'))\n"
        "try:\n"
        f"    main([loop if word == 'MAP' else word for word in {command.split()!r}])\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print([m for m in {unneeded!r} if m in sys.modules], file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_what_goes_wrong_inside_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No traceback on screen; the log in the state folder has it."""
    monkeypatch.setenv("CROSSLANE_HOME", str(tmp_path))
    monkeypatch.setattr("crosslane.commands.showing.template_ids", lambda: 1 // 0)
    assert main(["templates"]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert "ZeroDivisionError" in shown.err
    assert "Traceback" in (tmp_path / "state" / "crosslane.log").read_text()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    """Qt would abort the program with a page of words of its own."""
    nowhere = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    nowhere |= {"CROSSLANE_HOME": str(tmp_path)}
    nowhere.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "crosslane"], env=nowhere, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("crosslane: There is no screen here")
    assert done.stderr.count("\n") == 1


def test_a_map_of_the_library_may_be_called_like_a_slip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is no map is taken for a slip in a command."""
    opened: list[str | None] = []
    monkeypatch.setattr("crosslane.main.run_window", lambda name, _: opened.append(name) or 0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").write_text("", encoding="utf-8")
    assert main(["reports"]) == 0
    assert opened == ["reports"]
