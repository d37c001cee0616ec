from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest
import yaml
from jinja2 import Environment, meta

from bot.sentences import Key, Sentences
from knowledge.errors import DataError
from knowledge.wording import Wording


def test_every_sentence_says_what_it_is_given(sentences: Sentences, data: Path) -> None:
    templates = yaml.safe_load((data / "wording" / "en" / "http.yaml").read_text(encoding="utf-8"))
    assert set(templates) == set(get_args(Key))
    for key in get_args(Key):
        names = meta.find_undeclared_variables(Environment(autoescape=True).parse(templates[key]))
        said = sentences.say(key, **{name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in said for name in names)
        assert said[-1] in ".>"


@pytest.mark.parametrize(("becomes", "named"), [("too_big:", "too_big"), ("# too_large:", "too_large")])
def test_a_sentence_missing_or_left_over_is_refused(data: Path, wording: Wording, tmp_path: Path, becomes: str, named: str) -> None:
    shutil.copytree(data / "wording" / "en", tmp_path / "wording" / "en")
    path = tmp_path / "wording" / "en" / "http.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("too_large:", becomes), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        Sentences(tmp_path, wording)
    assert named in refused.value.key


def test_the_sentences_of_another_language_are_at_hand(data: Path, wording: Wording) -> None:
    found = Sentences(data, wording, [Wording(data / "wording" / "fr", "fr")])
    assert found.speaking("fr").say("no_text", field="text") == "text doit être un texte."  # data/wording/fr/http.yaml
    assert found.speaking("en") is found.speaking("xx") is found
