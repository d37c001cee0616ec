"""Finds the Python that Rasa needs, and tells whether a Python can do what is asked of it.

Refuses a name on PATH that does not really run: version managers leave such names behind.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.install.console import Failure

RASA_VERSION = "3.10"
_ASK = "import platform; print(platform.python_version())"

NO_RASA_PYTHON = (
    "Rasa, the dialogue engine, needs Python 3.10, and none was found (looked at $RASA_PYTHON, python3.10 on PATH, pyenv's versions and uv's). "
    "Three ways out:\n"
    "  1. You have one somewhere: `make setup RASA_PYTHON=/path/to/python3.10`.\n"
    "  2. Install one: `pyenv install 3.10` (any system), `brew install python@3.10` (macOS), or the package python3.10 where your system has it "
    "(Ubuntu 22.04; newer ones by the deadsnakes archive).\n"
    "  3. Let uv download one: connect this machine to the internet and run `make setup` again."
)


def version(python: Path) -> str | None:
    """The version that the interpreter reports, None when it does not run."""
    try:
        done = subprocess.run([python, "-I", "-c", _ASK], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - an interpreter
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def is_for_rasa(python: Path) -> bool:
    """Whether it runs and is a Python 3.10."""
    return (version(python) or "").startswith(f"{RASA_VERSION}.")


def rasa_python(environ: Mapping[str, str]) -> Path | None:
    """A Python 3.10 of this machine, None when there is none. Raises Failure when RASA_PYTHON names something else."""
    if named := environ.get("RASA_PYTHON"):
        if is_for_rasa(Path(named)):
            return Path(named)
        found = version(Path(named))
        what = f"is Python {found}" if found else "does not run"
        raise Failure(f"RASA_PYTHON is {named}, which {what}; Rasa needs Python 3.10. Name another one, or unset it and one is looked for.")
    return next((python for python in _places(environ) if is_for_rasa(python)), None)


def _places(environ: Mapping[str, str]) -> Iterator[Path]:
    for folder in environ.get("PATH", "").split(os.pathsep):
        if folder and (python := Path(folder) / f"python{RASA_VERSION}").is_file():
            yield python
    pyenv = Path(environ["PYENV_ROOT"]) if environ.get("PYENV_ROOT") else Path(environ.get("HOME", "/")) / ".pyenv"
    yield from sorted(pyenv.glob(f"versions/{RASA_VERSION}*/bin/python{RASA_VERSION}"), reverse=True)


def require_venv(python: Path) -> None:
    """Raises Failure when this Python cannot make environments (Debian packs that apart)."""
    try:
        subprocess.run([python, "-I", "-c", "import ensurepip, venv"], capture_output=True, check=True, timeout=60)  # noqa: S603 - an interpreter
    except (OSError, subprocess.SubprocessError) as error:
        short = ".".join((version(python) or "3").split(".")[:2])
        raise Failure(
            f"{python} cannot make environments: its venv module is missing. Debian and Ubuntu: `sudo apt install python{short}-venv`; "
            f"or use another Python: `make setup PYTHON=/path/to/python3.13`."
        ) from error
