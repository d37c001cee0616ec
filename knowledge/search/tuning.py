"""The weights and thresholds of the engine, as data/engine.yaml has them for English and data/engine_languages.yaml for the others."""

from __future__ import annotations

from knowledge import yamlfile


class Tuning(yamlfile.Record):
    """Weights and thresholds of the engine; chosen on development questions, see docs/measurements.md."""

    spelling_share: float
    nearest: tuple[float, ...]
    linear: float
    neighbours: float
    body: float
    temperature: float
    confidence: dict[str, float]
    refuse_below: float
    refuse_elsewhere_below: float
    remark_below: float
    clarify_margin: float
    talk_from: float
    talk_lead: float
    foreign_below: float
    rule_from: float
    rule_from_sure: float
    rule_from_sure_with_inputs: float
    sure_from: float
    rule_from_beside: float
    rule_from_with_inputs: float
    rule_from_elsewhere: float
    rule_from_elsewhere_with_inputs: float
    second_question_from: float
    half_below: float
    leans_from: float
    familiar_words: float
    familiar_from: float
    general_from: float
    heading_share: float
    supposed_from: float
    certain_from: float
    doubted_below: float
