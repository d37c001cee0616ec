from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.search.lexical import CharacterModel, likeness

QUESTIONS = ["when is my buyer refunded", "how do I appeal a sanction", "which EPR number do tyres need", "Réunion shipping"]


def similar(model: CharacterModel, text: str) -> list[float]:
    return [float(score) for score in likeness(model.row(text), model.transform(QUESTIONS).T.tocsr())]


def test_a_text_is_most_like_itself() -> None:
    model = CharacterModel.fit(QUESTIONS)
    for place, question in enumerate(QUESTIONS):
        scores = similar(model, question)
        assert np.argmax(scores) == place
        assert np.isclose(scores[place], 1, atol=1e-5)


def test_misspelling_still_finds_it() -> None:
    model = CharacterModel.fit(QUESTIONS)
    assert np.argmax(similar(model, "wen is my byer refunnded")) == 0
    assert np.argmax(similar(model, "how too apeal sanktion")) == 1


def test_accents_and_case_make_no_difference() -> None:
    model = CharacterModel.fit(QUESTIONS)
    assert np.allclose(similar(model, "REUNION SHIPPING"), similar(model, "Réunion shipping"), atol=1e-6)


def test_foreign_letters_are_like_nothing() -> None:
    assert similar(CharacterModel.fit(QUESTIONS), "щщщ") == [0.0, 0.0, 0.0, 0.0]


def test_what_is_loaded_is_what_was_saved(tmp_path: Path) -> None:
    model = CharacterModel.fit(QUESTIONS)
    model.save(tmp_path / "characters.npz")
    loaded = CharacterModel.load(tmp_path / "characters.npz")
    for text in (*QUESTIONS, "wen refunnd"):
        assert np.array_equal(loaded.row(text).toarray(), model.row(text).toarray())


def test_one_text_gives_the_row_that_all_texts_give() -> None:
    model = CharacterModel.fit(QUESTIONS)
    for text in (*QUESTIONS, "wen  is\tmy my byer", "a", "", "щщщ"):  # "my" twice: counts are damped; letters of one word, none, unknown ones
        assert np.allclose(model.row(text).toarray(), model.transform([text]).toarray(), atol=1e-7)
