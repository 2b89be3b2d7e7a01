"""Prepares a checkout on a machine that has only Python 3.11+: virtual environment, locked packages, a browser for tests."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
BIN = HOME / "bin"
LOCK = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def make_environment() -> None:
    """The virtual environment, with pip when this Python brings it."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Paceline needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 run"
        )
    try:
        venv.create(HOME, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ModuleNotFoundError):
        sys.exit("This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv")


def install(lock: str) -> None:
    """Exactly the locked packages, each checked against its hash, and Paceline itself."""
    if not (BIN / "uv").exists():
        _run(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--require-hashes",
            "-r",
            "requirements/uv.txt",
        )
    environment = {**os.environ, "VIRTUAL_ENV": str(HOME)}
    _run(BIN / "uv", "pip", "sync", "--quiet", "--require-hashes", f"requirements/{lock}.txt", environment=environment)
    _run(
        BIN / "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--editable",
        ".",
        environment=environment,
    )


def find_browser() -> str | None:
    """The system's Chromium."""
    named = os.environ.get("PACELINE_TEST_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Chromium from the system's packages, where we may install them."""
    if find_browser():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run("apt-get", "update", "-qq", environment=quiet)
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", environment=quiet)
    if not find_browser():
        sys.exit(
            "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or name one in PACELINE_TEST_BROWSER."
        )


def lock() -> None:
    """Write the lock files anew from pyproject.toml."""
    compile_ = (BIN / "uv", "pip", "compile", *LOCK)
    _run(*compile_, "requirements/uv.in", "-o", "requirements/uv.txt")
    _run(*compile_, "--extra", "embedded", "--group", "build", "pyproject.toml", "-o", "requirements/run.txt")
    _run(
        *compile_,
        "--extra",
        "embedded",
        "--group",
        "build",
        "--group",
        "dev",
        "pyproject.toml",
        "-o",
        "requirements/dev.txt",
    )


def _run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{Path(str(command[0])).name} failed; see above.")


STEPS = {
    "venv": make_environment,
    "run": lambda: install("run"),
    "dev": lambda: install("dev"),
    "browser": install_browser,
    "lock": lock,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]]()
