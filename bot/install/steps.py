"""The steps of the set-up, in their order, each skipped when what it makes stands.

Refuses to begin a download that cannot end: the Pythons and the disk are looked at first.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.install import interpreters, locks
from bot.install.console import Console, Failure
from bot.install.environment import Environment, recipe

# What one environment takes, with its downloads in the caches; ours with room for PyTorch's CUDA build would be more.
_GIGABYTES_EACH = 4.0
# Settings of the caller's shell that would send packages elsewhere, or bring foreign ones in.
_DISTURBING = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES", "UV_TARGET", "UV_PREFIX")


def set_up(root: Path, console: Console, environ: Mapping[str, str]) -> None:
    """Makes what does not stand. Raises Failure."""
    with _alone(root / "var" / "setup.lock", console):
        _Steps(root, console, environ).take()


class _Steps:
    def __init__(self, root: Path, console: Console, environ: Mapping[str, str]) -> None:
        self._root, self._console, self._environ = root, console, environ
        self._clean = {name: value for name, value in environ.items() if name not in _DISTURBING}
        self._ours, self._rasas = Environment(root / ".venv"), Environment(root / "bot" / "rasa" / ".venv")
        self._lock, self._rasa_lock = root / "requirements.lock", root / "bot" / "rasa" / "requirements.lock"
        self._pyproject = (root / "pyproject.toml").read_bytes()
        self._torch = locks.unlocked_pin(self._pyproject.decode(), "torch")

    def take(self) -> None:
        """Both environments and the package itself."""
        # Only who names a Python wants the environment made again for it.
        version = interpreters.version(Path(sys.executable)) if self._environ.get("PYTHON") else None
        recipes = recipe(self._lock.read_bytes(), self._torch), recipe(self._rasa_lock.read_bytes())
        ours_stands, rasas_stands = self._ours.stands(recipes[0], version), self._rasas.stands(recipes[1])
        rasa_python = None if rasas_stands else interpreters.rasa_python(self._environ)
        if not ours_stands:
            interpreters.require_venv(Path(sys.executable))
        if not (ours_stands and rasas_stands):
            self._console.say(f"Setting up in {self._root} (what pip and uv say goes to var/setup.log)")
            self._make_room(ours_stands, rasas_stands)
        if not ours_stands:
            with self._ours.making(recipes[0]):
                self._make_base()
                # Before the large downloads: without it they would be in vain.
                rasa_python = rasa_python or (None if rasas_stands else self._rasa_python_by_uv())
                self._fill_ours()
        if not rasas_stands:
            with self._rasas.making(recipes[1]):
                self._make_rasas(rasa_python or self._rasa_python_by_uv())
        self._install_project()

    def _make_room(self, ours_stands: bool, rasas_stands: bool) -> None:
        needed = 0.0
        for environment, stands in ((self._ours, ours_stands), (self._rasas, rasas_stands)):
            if not stands:
                environment.remove()
                needed += _GIGABYTES_EACH
        require_room(self._root, shutil.disk_usage(self._root).free / 1e9, needed)

    def _make_base(self) -> None:
        with self._console.step(f"Environment .venv, Python {interpreters.version(Path(sys.executable))}, with uv"):
            self._run([sys.executable, "-I", "-m", "venv", self._ours.folder])
            with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=self._ours.folder) as only_uv:
                only_uv.write(locks.entry(self._lock.read_text(encoding="utf-8"), "uv"))
                only_uv.flush()
                self._run([*self._pip(), "--no-deps", "--require-hashes", "-r", only_uv.name])

    def _fill_ours(self) -> None:
        index = self._environ.get("TORCH_INDEX_URL")
        with self._console.step(f"{self._torch.replace('==', ' ')} by pip (0.2 GB to load; Linux without a chosen CPU build: up to 3 GB)"):
            # With pip, because it also finds wheels in a local folder that its configuration names.
            self._run([*self._pip(), *(["--index-url", index] if index else []), self._torch])
        with self._console.step(f"{locks.count(self._lock)} packages of requirements.lock (about 0.4 GB to load)") as remarks:
            self._run([*self._uv_pip(self._ours), "--no-deps", "--require-hashes", "-r", self._lock])
            remarks.append(f"{self._ours.gigabytes():.1f} GB on disk,")

    def _make_rasas(self, python: Path) -> None:
        with self._console.step(f"Rasa's environment bot/rasa/.venv, Python {interpreters.version(python)}"):
            self._run([self._ours.program("uv"), "venv", "--no-progress", "--python", python, self._rasas.folder])
        with self._console.step(f"{locks.count(self._rasa_lock)} packages of bot/rasa/requirements.lock (about 0.8 GB to load)") as remarks:
            self._run([*self._uv_pip(self._rasas), "--require-hashes", "-r", self._rasa_lock])
            remarks.append(f"{self._rasas.gigabytes():.1f} GB on disk,")

    def _install_project(self) -> None:
        made_from = recipe(self._pyproject)
        if self._ours.holds("project", made_from):
            return
        with self._console.step("The seller-assistant command"), self._ours.renewing("project", made_from):
            self._run([*self._uv_pip(self._ours), "--no-deps", "--no-build-isolation", "-e", self._root])

    def _rasa_python_by_uv(self) -> Path:
        """A Python 3.10 that uv knows or can fetch. Raises Failure with the ways out."""
        uv = self._ours.program("uv")
        if found := _found_by(uv, "--no-python-downloads", environ=self._clean):
            return found
        with self._console.step("Python 3.10 for Rasa, by uv (0.03 GB to load)"):
            try:
                self._run([uv, "python", "install", "--no-progress", "--no-bin", interpreters.RASA_VERSION])
            except Failure as failure:
                raise Failure(f"uv could not download a Python 3.10: {failure}\n\n{interpreters.NO_RASA_PYTHON}") from failure
        if found := _found_by(uv, "--managed-python", environ=self._clean):
            return found
        raise Failure(interpreters.NO_RASA_PYTHON)

    def _run(self, command: list[str | Path]) -> None:
        self._console.run(command, self._clean, self._root)

    def _pip(self) -> list[str | Path]:
        return [self._ours.python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]

    def _uv_pip(self, environment: Environment) -> list[str | Path]:
        return [self._ours.program("uv"), "pip", "install", "--no-progress", "--python", environment.python]


def require_room(folder: Path, free: float, needed: float) -> None:
    """Raises Failure when less is free than needed (both in GB)."""
    if free < needed:
        raise Failure(
            f"Not enough disk: the set-up needs {needed:.0f} GB free and {folder} has {free:.1f} GB. Free some, or put the checkout on a larger disk "
            "(with the caches: PIP_CACHE_DIR, UV_CACHE_DIR), then run `make setup` again. Nothing was downloaded."
        )


def _found_by(uv: Path, option: str, environ: Mapping[str, str]) -> Path | None:
    command = [str(uv), "python", "find", "--no-project", option, interpreters.RASA_VERSION]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environ))  # noqa: S603 - the locked uv
    python = Path(done.stdout.strip() or "/nonexistent")
    return python if done.returncode == 0 and interpreters.is_for_rasa(python) else None


@contextmanager
def _alone(lock: Path, console: Console) -> Iterator[None]:
    """Two set-ups of one checkout would remove each other's work: the second waits."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("Another set-up of this checkout is at work; waiting for it to end.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
