"""What the other engines need: an environment with pinned packages, and Rasa's model trained on our phrasings; made once, under var/peers.

Refuses to install anything into the assistant's own environments.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from bot.benchmark.peers import material
from bot.settings import ROOT, Settings
from knowledge.errors import KnowledgeError

PINNED = ("semantic-router==1.1.1", "bm25s==0.3.16")
_OURS = ("numpy", "onnxruntime", "tokenizers")
"""What our encoder stands on, in the same versions as ours, so that the encoder is the same."""
_INSTALL_SECONDS = 900
_EPOCH_SECONDS = 3600
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONWARNINGS": "ignore"}


class PeerUnavailable(KnowledgeError):
    """An engine could not be installed, trained or asked; says what it printed last."""


def folder(settings: Settings) -> Path:
    """Where everything of the other engines lies."""
    return settings.var.resolve() / "peers"


def quiet() -> dict[str, str]:
    """The environment variables in which engines run: no telemetry, few warnings."""
    return dict(os.environ) | _QUIET


def python(settings: Settings, progress: Callable[[str], None]) -> Path:
    """The interpreter of the environment with semantic-router and bm25s, installed first where it is not there. Raises PeerUnavailable."""
    home = folder(settings) / "venv"
    wanted = [*PINNED, *(f"{name}=={version(name)}" for name in _OURS)]
    interpreter, installed = home / "bin" / "python", home / "installed.txt"
    if not (installed.is_file() and installed.read_text(encoding="utf-8").split() == wanted):
        progress(f"installing {', '.join(PINNED)} and what they need")
        run([sys.executable, "-m", "venv", "--clear", str(home)], _INSTALL_SECONDS)
        run([str(interpreter), "-m", "pip", "install", "--quiet", *wanted], _INSTALL_SECONDS)
        installed.write_text("\n".join(wanted), encoding="utf-8")
    return interpreter


def model(settings: Settings, epochs: int, progress: Callable[[str], None]) -> Path:
    """Rasa's model of the phrasings in the folder, trained first where it is not there. Raises PeerUnavailable."""
    home = folder(settings)
    config, taught = material.pipeline(epochs), home / "nlu.yml"
    name = f"diet-{hashlib.sha256(config.encode() + taught.read_bytes()).hexdigest()[:16]}"
    trained = home / "models" / f"{name}.tar.gz"
    if not trained.is_file():
        if not settings.rasa_program.exists():
            raise PeerUnavailable(f"Rasa is not installed in {settings.rasa_folder / '.venv'}. Run `make setup`.")
        progress(f"training Rasa's DIET for {epochs} epochs; that takes long")
        (home / "config.yml").write_text(config, encoding="utf-8")
        began = time.monotonic()
        command = [str(settings.rasa_program), "train", "nlu", "--nlu", str(taught), "--config", str(home / "config.yml")]
        run([*command, "--out", str(trained.parent), "--fixed-model-name", name], _EPOCH_SECONDS * (1 + epochs), quiet())
        progress(f"trained in {(time.monotonic() - began) / 60:.0f} minutes")
    return trained


def run(command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None) -> None:
    """Runs a command to its end. Raises PeerUnavailable."""
    try:
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=seconds)  # noqa: S603 - our own command
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines()
        raise PeerUnavailable(" / ".join(said[-3:])[-300:] or f"{command[0]} failed and printed nothing") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerUnavailable(str(error)[:300]) from error
