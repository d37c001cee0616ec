"""The dialogue engine's project: generated from the registry, and trained anew when what it is made of changes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import slots
from actions.handlers import action_names
from bot.dialogue import project
from bot.dialogue.project import DialogueNotBuilt
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.understanding.message import INTENTS
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def domain(base: KnowledgeBase) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(project.domain(base))
    return found


@pytest.fixture(scope="module")
def rules(data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((data / "dialogue" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    return found


def steps(rules: list[dict[str, Any]], kind: str) -> set[str]:
    """Every name that the rules use as a step of this kind."""
    return {str(step[kind]) for rule in rules for step in rule["steps"] if kind in step}


# In step with the registry


def test_every_input_that_is_asked_for_has_a_slot_and_a_question(base: KnowledgeBase, domain: dict[str, Any]) -> None:
    for rule in base.rules:
        for spec in rule.inputs:
            is_asked = spec.name not in ("now", "today", "as_of")
            assert (f"input_{spec.name}" in domain["slots"]) is is_asked
            assert (f"action_ask_rule_form_input_{spec.name}" in domain["actions"]) is is_asked


def test_every_slot_belongs_to_an_input_or_to_the_memory(base: KnowledgeBase, domain: dict[str, Any]) -> None:
    names = {spec.name for rule in base.rules for spec in rule.inputs}
    of_inputs = {name.removeprefix("input_") for name in domain["slots"] if name.startswith("input_")}
    assert of_inputs <= names
    assert set(domain["slots"]) == set(slots.all_slots(base.rules))


def test_slots_take_no_part_in_predictions(domain: dict[str, Any]) -> None:
    """A rule that begins to look at a slot would ask for as many examples as the slot has values."""
    for slot in domain["slots"].values():
        assert slot == {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}


def test_every_action_has_a_handler(base: KnowledgeBase, domain: dict[str, Any]) -> None:
    assert domain["actions"] == list(action_names(base.rules))


def test_conversations_never_expire_and_keep_what_was_said(domain: dict[str, Any]) -> None:
    assert domain["session_config"] == {"session_expiration_time": 0, "carry_over_slots_to_new_session": True}


def test_the_rules_name_only_what_exists(domain: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    assert steps(rules, "intent") <= set(domain["intents"])
    assert steps(rules, "action") <= set(domain["actions"]) | {"rule_form", "action_deactivate_loop"}
    assert set(domain["forms"]) == {"rule_form"}


def test_every_intent_is_answered_outside_a_form_and_inside(rules: list[dict[str, Any]]) -> None:
    def answered(loop: str | None) -> set[str]:
        return steps([rule for rule in rules if rule.get("condition") == [{"active_loop": loop}]], "intent")

    assert answered(None) == set(INTENTS)
    assert answered("rule_form") == set(INTENTS)


def test_a_side_question_comes_back_to_the_form(rules: list[dict[str, Any]]) -> None:
    for rule in rules:
        inside = rule.get("condition") == [{"active_loop": "rule_form"}]
        if inside and steps([rule], "intent") - {"cancel"}:
            assert rule["steps"][-2:] == [{"action": "rule_form"}, {"active_loop": "rule_form"}], rule["rule"]


def test_no_rule_repeats_a_form(rules: list[dict[str, Any]]) -> None:
    assert not [rule for rule in rules if re.search("input_|situation|categories", str(rule))]


# The fingerprint


@pytest.fixture
def settings(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of the tests' own, with a model that counts as trained."""
    shutil.copytree(data / "dialogue", tmp_path / "data" / "dialogue")
    rasa = tmp_path / "rasa"
    rasa.mkdir()
    for name in ("config.yml", "requirements.lock"):
        shutil.copy(ROOT / "bot" / "rasa" / name, rasa / name)
    monkeypatch.setattr(Settings, "rasa_folder", property(lambda self: rasa))
    return Settings(data=tmp_path / "data", var=tmp_path / "var")


def trained(base: KnowledgeBase, settings: Settings) -> None:
    """Leaves what a training of the present state leaves."""
    project.model(settings).parent.mkdir(parents=True, exist_ok=True)
    project.model(settings).write_bytes(b"a model")
    manifest = settings.dialogue_folder / "manifest.json"
    manifest.write_text(json.dumps({"fingerprint": project._fingerprint(base, settings)}), encoding="utf-8")


def test_a_model_of_the_present_state_is_used(base: KnowledgeBase, settings: Settings) -> None:
    assert not project.is_built(base, settings)
    trained(base, settings)
    assert project.is_built(base, settings)
    told: list[str] = []
    assert project.build(base, settings, told.append) is False
    assert told == []


@pytest.mark.parametrize("changed", ["data/dialogue/rules.yml", "rasa/config.yml", "rasa/requirements.lock"])
def test_a_change_makes_the_model_stale(base: KnowledgeBase, settings: Settings, tmp_path: Path, changed: str) -> None:
    trained(base, settings)
    path = tmp_path / changed
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not project.is_built(base, settings)


def test_another_rule_makes_the_model_stale(base: KnowledgeBase, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(base, settings)
    fewer = [rule for rule in base.rules if rule.id != "epr-plan"]
    monkeypatch.setattr(type(base.rules), "__iter__", lambda self: iter(fewer))
    assert not project.is_built(base, settings)


@pytest.mark.parametrize("missing", ["manifest.json", "models/dialogue.tar.gz"])
def test_half_a_model_is_none(base: KnowledgeBase, settings: Settings, missing: str) -> None:
    trained(base, settings)
    (settings.dialogue_folder / missing).unlink()
    assert not project.is_built(base, settings)


@pytest.mark.parametrize("written", ["", "{", "[]", "{}", "null", '{"fingerprint": 5}'])
def test_a_manifest_that_cannot_be_read_is_none(base: KnowledgeBase, settings: Settings, written: str) -> None:
    trained(base, settings)
    (settings.dialogue_folder / "manifest.json").write_text(written, encoding="utf-8")
    assert not project.is_built(base, settings)


def test_without_the_engine_it_is_told_what_to_do(base: KnowledgeBase, settings: Settings) -> None:
    with pytest.raises(DialogueNotBuilt, match="make setup"):
        project.build(base, settings, lambda message: None)


def test_a_training_that_fails_shows_what_the_engine_said(base: KnowledgeBase, settings: Settings) -> None:
    settings.rasa_program.parent.mkdir(parents=True)
    settings.rasa_program.write_text("#!/bin/sh\necho the reason >&2\nexit 3\n", encoding="utf-8")
    settings.rasa_program.chmod(0o755)
    with pytest.raises(DialogueNotBuilt, match="the reason"):
        project.build(base, settings, lambda message: None)
    assert not project.is_built(base, settings)


def test_a_training_that_leaves_no_model_has_failed(base: KnowledgeBase, settings: Settings) -> None:
    settings.rasa_program.parent.mkdir(parents=True)
    settings.rasa_program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    settings.rasa_program.chmod(0o755)
    with pytest.raises(DialogueNotBuilt):
        project.build(base, settings, lambda message: None)


def test_the_engine_hears_nothing_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_DATABASE", "postgresql://user:password@host/db")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")  # of some other program
    found = project.environment("info")
    assert "SELLER_ASSISTANT_DATABASE" not in found
    assert "PYTHONPATH" not in found
    assert found["RASA_TELEMETRY_ENABLED"] == "false"
    assert found["LOG_LEVEL"] == "INFO"  # at DEBUG the engine logs what sellers write
    assert project.environment("debug")["LOG_LEVEL"] == "DEBUG"
    assert "PATH" in found
