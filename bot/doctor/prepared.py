"""Examines what set-up has made: data that can be served, the encoder, the search index, Rasa and the dialogue model.

Refuses to trust a note about a file where the file itself can be tried.
"""

from __future__ import annotations

import hashlib
import math
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.dialogue import project
from bot.doctor.line import Line, bad, good, notable
from bot.install import locks
from bot.services import load_base
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.check import check
from knowledge.errors import EncoderUnavailable, KnowledgeError, StaleIndex
from knowledge.search import export
from knowledge.search import index as search_index
from knowledge.search.encoder import PACKAGED, Encoder, load_encoder, packaged_folder

_PREPARE = "`seller-assistant serve` does it when it starts, `seller-assistant prepare` does it now"
_ASK_VERSIONS = "import platform, importlib.metadata as m; print(platform.python_version(), m.version('rasa'))"


def examine(settings: Settings, today: date) -> Iterator[Line]:
    """All of them; what stands on something that failed is named as not looked at."""
    found = data(settings.data, today)
    yield from found
    base: KnowledgeBase | None = None
    if not any(line.stops for line in found):
        try:
            base = load_base(settings)
        except KnowledgeError as error:
            yield bad(f"Data: {error}")
    ready, line = encoder(settings.encoder, settings.encoder_folder, settings.encoder_threads)
    yield line
    yield index(base, ready, settings.index_folder)
    engine = rasa(settings.rasa_folder)
    yield engine
    yield dialogue_model(base, settings)


def data(folder: Path, today: date) -> list[Line]:
    """Whether everything under data/ is valid."""
    if not folder.is_dir():
        return [bad(f"Data: there is no folder {folder}. Correct SELLER_ASSISTANT_DATA.")]
    findings = check(folder, today)
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = len(findings) - len(errors)
    lines = []
    if errors:
        lines.append(bad(f"Data: {len(errors)} errors, the first: {errors[0]}. `seller-assistant check` lists all."))
    if warnings:
        lines.append(notable(f"Data: {warnings} warnings; `seller-assistant check` lists them"))
    return lines or [good("Data: valid")]


def encoder(model: str, exported: Path, threads: int) -> tuple[Encoder | None, Line]:
    """The encoder, if it is there and gives vectors, and the line about it."""
    if model == PACKAGED and not export.is_exported(exported):
        try:
            weights = hashlib.sha256((packaged_folder() / "model.safetensors").read_bytes()).hexdigest()
        except (EncoderUnavailable, OSError) as error:
            return None, bad(f"Encoder: its weights cannot be read ({error}). Run `make setup`.")
        if weights != export.WEIGHTS_SHA256:
            return None, bad("Encoder: the installed weights are not the published ones of all-MiniLM-L6-v2. Remove .venv and run `make setup`.")
        return None, notable(f"Encoder: {exported} holds no export of the published weights; {_PREPARE}")
    try:
        found = load_encoder(model, exported, threads)
        length = math.hypot(*(float(part) for part in found.encode(["When is my money released?"])[0]))
    except Exception as error:  # noqa: BLE001 - each engine has its own errors for a damaged file, and this is to report them
        advice = f"Remove {exported} and run `seller-assistant prepare`." if model == PACKAGED else "Correct SELLER_ASSISTANT_ENCODER."
        return None, bad(f"Encoder: {model} cannot be used ({str(error)[:200]}). {advice}")
    if not math.isclose(length, 1, abs_tol=1e-3):
        return None, bad(f"Encoder: {model} gives vectors of length {length:.3f} instead of 1. Remove {exported} and run `seller-assistant prepare`.")
    return found, good(f"Encoder: {found.name}")


def index(base: KnowledgeBase | None, ready: Encoder | None, folder: Path) -> Line:
    """Whether the search index was built from this data with this encoder."""
    if base is None or ready is None:
        return notable(f"Search index: not looked at, because the {'data' if base is None else 'encoder'} is not in order")
    try:
        found = search_index.load(folder, base.corpus, ready)
    except StaleIndex as stale:
        return notable(f"Search index: {stale.reason}; to build it: {_PREPARE}")
    return good(f"Search index: up to date, {found.manifest.texts + found.manifest.examples} texts")


def rasa(folder: Path) -> Line:
    """Whether Rasa's environment is there, with exactly the locked version."""
    python = folder / ".venv" / "bin" / "python"
    wanted = locks.entry((folder / "requirements.lock").read_text(encoding="utf-8"), "rasa").split()[0].partition("==")[2]
    try:
        done = subprocess.run([python, "-I", "-c", _ASK_VERSIONS], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - Rasa's own interpreter
        version, found = done.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return bad(f"Rasa: {folder / '.venv'} is missing or damaged. Run `make setup`.")
    if found != wanted:
        return bad(f"Rasa: {found} is installed, and only {wanted} fits bot/rasa/performance.py. Remove {folder / '.venv'} and run `make setup`.")
    if not (folder / ".venv" / "bin" / "rasa").exists():
        return bad(f"Rasa: {folder / '.venv'} has no command `rasa`. Remove that folder and run `make setup`.")
    return good(f"Rasa: {found} on Python {version}")


def dialogue_model(base: KnowledgeBase | None, settings: Settings) -> Line:
    """Whether the dialogue model was trained from these rules."""
    if base is None:
        return notable("Dialogue model: not looked at, because the data is not in order")
    if not project.is_built(base, settings):
        return notable(f"Dialogue model: missing or trained from something else; to train it: {_PREPARE}")
    return good("Dialogue model: up to date")
