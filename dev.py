#!/usr/bin/env python3
"""Set-up, start and tests in one command each; needs nothing but Python 3.11 or newer.

python3 dev.py run [ARGUMENTS]    set up when needed, then start Crosslane (without a display: the demo, offscreen)
python3 dev.py test [ARGUMENTS]   set up when needed, then lint, types, contracts, tests
python3 dev.py long [ARGUMENTS]   the long tests, such as an installed wheel started in another folder
python3 dev.py laws [ARGUMENTS]   the laws with fifty times as many examples; takes its time
python3 dev.py bench [NAME]       the benchmarks of tests/benchmarks
python3 dev.py format             put the code into the one format
python3 dev.py knowledge          put the shipped knowledge together anew, after one of its files has changed
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
QT_PACKAGES = (
    "libgl1 libegl1 libfontconfig1 libdbus-1-3 libxkbcommon0 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1"
).split()


def say(sentence: str) -> None:
    print(f"dev.py: {sentence}", flush=True)


def sh(*command: object, env: dict[str, str] | None = None, silent: bool = False, hint: str = "") -> None:
    """Run a command; when it fails, end with its line and, where there is one, a hint what to do."""
    line = [str(part) for part in command]
    if subprocess.call(line, env=env, stdout=subprocess.DEVNULL if silent else None):
        raise SystemExit(f"dev.py: this command failed, see above: {' '.join(line)}\n{hint}".rstrip())


def install_system(packages: list[str]) -> None:
    """Install Debian packages when that is possible without asking; otherwise say the exact line."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise SystemExit(
            "dev.py: system libraries that Qt needs are missing. On Debian and Ubuntu they are called:\n  "
            + " ".join(packages)
        )
    if os.geteuid() != 0:
        raise SystemExit("dev.py: system packages are missing. Run this, then start again:\n  sudo " + " ".join(line))
    say(f"installing system packages: {' '.join(packages)}")
    sh("apt-get", "update", "-qq", hint="dev.py: a network and a package mirror are needed for this, once.")
    sh(*line, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, silent=True)


def make_venv() -> None:
    if VENV.is_symlink():
        # Made anew, it would be emptied where it leads to, under the hands of whoever shares it.
        raise SystemExit(
            f"dev.py: {VENV} leads to another folder, which is not ours to empty. Remove it, then start again."
        )
    try:
        import ensurepip  # noqa: F401  # Debian ships Python without it, in a package of its own
    except ImportError:
        # A system as bare as that has nothing of what Qt needs either; one line to type is kinder than two.
        bare = sys.platform.startswith("linux") and not ctypes.util.find_library("GL")
        python = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        install_system([python, "ca-certificates", *(QT_PACKAGES if bare else [])])
    sh(sys.executable, "-m", "venv", "--clear", VENV)


def wanted_stamp() -> str:
    """Return what .venv must have been made for: this Python in this place, then the lock and the project file."""
    made_of = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    # The number alone: installing system packages may bring a newer build of the same Python, which changes nothing here.
    return f"Python {sys.version.split()[0]} of {sys.base_prefix} in {ROOT}\n{made_of}"


def set_up() -> None:
    """Bring .venv in line with the lock; when it is already, this costs nothing."""
    if sys.version_info < (3, 11):
        raise SystemExit(f"dev.py: Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    wanted, stamp = wanted_stamp(), VENV / ".stamp"
    found = stamp.read_text() if stamp.is_file() else ""
    if found == wanted:
        return
    if found.split("\n")[0] == wanted.split("\n")[0]:
        say("bringing .venv in line with requirements.lock and pyproject.toml")
    else:
        say("setting up .venv (once; a minute or a few, most of it fetches and unpacks Qt)")
        make_venv()
    install()
    stamp.write_text(wanted)


def install() -> None:
    """Install what the lock names, Crosslane itself as a link to this folder, and what Qt needs of the system."""
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    network = "dev.py: a network or a package index is needed for this, once; pip's own configuration says which."
    sh(*pip, "--require-hashes", "-r", LOCK, hint=network)
    sh(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    # As pip does for what it installs: the first start need not compile, also where Python may write nothing.
    sh(PYTHON, "-m", "compileall", "-q", ROOT / "app")
    if sys.platform.startswith("linux"):
        probe = [str(PYTHON), "-c", "from PySide6 import QtWidgets"]
        if subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode:
            install_system(QT_PACKAGES)
            sh(*probe)


def has_display() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def run(arguments: list[str]) -> int:
    environment = dict(os.environ) if has_display() else offscreen()
    if not has_display() and not arguments:
        arguments = ["smoke"]
    return subprocess.call([str(PYTHON), "-m", "crosslane", *arguments], env=environment)


def pytest(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", *arguments]


def whole_suite() -> list[tuple[str, list[str]]]:
    """The budgets by themselves, for they report sizes; then everything else, a file of tests to each processor."""
    workers = str(min(4, os.cpu_count() or 1))
    return [
        ("budgets", pytest("tests/architecture")),
        ("tests", pytest("-n", workers, "--dist", "loadfile", "--ignore", "tests/architecture")),
    ]


def stages(rest: list[str]) -> list[tuple[str, list[str]]]:
    return [
        ("lint", [str(BIN / "ruff"), "check", "."]),
        ("format", [str(BIN / "ruff"), "format", "--check", "."]),
        ("types", [str(PYTHON), "-m", "mypy"]),
        ("contracts", [str(BIN / "lint-imports")]),
        *([("tests", pytest(*rest))] if rest else whole_suite()),
    ]


def test(rest: list[str]) -> int:
    """Run every stage, the tests last, and fail when any has failed."""
    failed = []
    for name, command in stages(rest):
        begun = time.monotonic()
        say(f"{name} ...")
        code = subprocess.call(command, cwd=ROOT, env=offscreen())
        say(f"{name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.1f} s")
        if code:
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    folder = ROOT / "tests" / "benchmarks"
    chosen = [folder / f"bench_{name}.py" for name in rest] or sorted(folder.glob("bench_*.py"))
    missing = [script.name for script in chosen if not script.is_file()]
    if missing:
        raise SystemExit(f"dev.py: there is no benchmark {', '.join(missing)}; see tests/benchmarks.")
    worst = 0
    for script in chosen:
        say(f"{script.name} ...")
        worst = max(worst, abs(subprocess.call([str(PYTHON), str(script)], cwd=ROOT, env=offscreen())))
    return worst


def main() -> int:
    what, *rest = sys.argv[1:] or ["help"]
    if what not in {"run", "test", "long", "laws", "bench", "format", "knowledge"}:
        print(__doc__)
        return 0 if what in {"help", "-h", "--help"} else 2
    set_up()
    if what == "run":
        return run(rest)
    if what == "test":
        return test(rest)
    if what == "long":
        return subprocess.call(pytest("-m", "long", *rest), cwd=ROOT, env=offscreen())
    if what == "laws":
        many = {**offscreen(), "HYPOTHESIS_PROFILE": "long"}
        return subprocess.call(pytest("tests/laws", *rest), cwd=ROOT, env=many)
    if what == "bench":
        return bench(rest)
    if what == "knowledge":
        return subprocess.call([str(PYTHON), "-m", "crosslane.practices.compiling"], cwd=ROOT)
    return subprocess.call([str(BIN / "ruff"), "format", "."], cwd=ROOT)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
