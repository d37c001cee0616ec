"""Builds the dialogue engine's project: a domain generated from the rule registry, and the model trained from it.

Refuses to reuse a model that was trained from something else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import yaml

from actions import slots
from actions.handlers import action_names
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.understanding.message import INTENTS

MODEL = "dialogue"
_RULES = Path("dialogue") / "rules.yml"


class DialogueNotBuilt(KnowledgeError):
    """The dialogue model cannot be trained, or has not been."""


def domain(base: KnowledgeBase) -> str:
    """The engine's domain in YAML: intents, a slot for each input, one form, and every action by name."""
    content = {
        "version": "3.1",
        "intents": list(INTENTS),
        # Slots carry what was said; which rule applies never depends on them, so they take no part in predictions.
        "slots": {name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in slots.all_slots(base.rules)},
        "forms": {slots.FORM: {"required_slots": []}},
        "actions": list(action_names(base.rules)),
        "session_config": {"session_expiration_time": 0, "carry_over_slots_to_new_session": True},
    }
    return yaml.safe_dump(content, sort_keys=False)


def build(base: KnowledgeBase, settings: Settings, progress: Callable[[str], None]) -> bool:
    """Trains the model unless the one there is up to date; tells whether it did. Raises DialogueNotBuilt."""
    folder = settings.dialogue_folder
    wanted = _fingerprint(base, settings)
    if is_built(base, settings):
        return False
    if not settings.rasa_program.exists():
        raise DialogueNotBuilt("The dialogue engine is not installed. Run `make setup`.")
    progress("training the dialogue model (about 10 seconds)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "domain.yml").write_text(domain(base), encoding="utf-8")
    command = [str(settings.rasa_program), "train", "core", "-d", str(folder / "domain.yml"), "-s", str(settings.data / _RULES)]
    command += ["-c", str(settings.rasa_folder / "config.yml"), "--out", str(folder / "models"), "--fixed-model-name", MODEL]
    done = subprocess.run(command, cwd=folder, env=environment(settings.log_level), capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode or not model(settings).exists():
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise DialogueNotBuilt(f"Training the dialogue model failed; the engine said:\n{tail}")
    (folder / "manifest.json").write_text(json.dumps({"fingerprint": wanted}), encoding="utf-8")
    return True


def is_built(base: KnowledgeBase, settings: Settings) -> bool:
    """Whether a model of exactly these rules and this domain is there."""
    manifest = settings.dialogue_folder / "manifest.json"
    if not (manifest.is_file() and model(settings).is_file()):
        return False
    try:
        recorded = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:  # a torn file; the model is trained again
        return False
    return isinstance(recorded, dict) and recorded.get("fingerprint") == _fingerprint(base, settings)


def model(settings: Settings) -> Path:
    """The trained model's file."""
    return settings.dialogue_folder / "models" / f"{MODEL}.tar.gz"


def environment(log_level: str) -> dict[str, str]:
    """The environment of the dialogue engine: quiet unless we debug, without telemetry, and deaf to our own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SELLER_ASSISTANT_", "PYTHONPATH"))}
    kept |= {"LOG_LEVEL": "DEBUG" if log_level == "debug" else "INFO", "LOG_LEVEL_LIBRARIES": "ERROR", "PYTHONWARNINGS": "ignore"}
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "CUDA_VISIBLE_DEVICES": ""}
    return kept | quiet


def _fingerprint(base: KnowledgeBase, settings: Settings) -> str:
    parts = [domain(base).encode()]
    parts += [path.read_bytes() for path in (settings.data / _RULES, settings.rasa_folder / "config.yml", settings.rasa_folder / "requirements.lock")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
