from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import publicsets
from bot.publicsets import shots
from knowledge.errors import DataError
from knowledge.search.intentset import Utterance


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def hint3(folder: Path) -> Path:
    for bot in ("curekart", "powerplay11", "sofmattress"):
        write(folder / f"dataset/v1/train/{bot}_train.csv", 'sentence,label\n"Hi, there",GREET\nBye,LEAVE\n')
        write(folder / f"dataset/v1/train/{bot}_subset_train.csv", "sentence,label\nBye,LEAVE\n")
        write(folder / f"dataset/v1/test/{bot}_test.csv", "sentence,label\nhello,GREET\nthe moon,NO_NODES_DETECTED\n")
    return folder


def test_hint3_has_three_bots_in_two_variants(tmp_path: Path) -> None:
    found = publicsets.hint3(hint3(tmp_path))
    assert [(one.family, one.name) for one in found[:4]] == [
        ("HINT3 full", "curekart"),
        ("HINT3 full", "powerplay11"),
        ("HINT3 full", "sofmattress"),
        ("HINT3 subset", "curekart"),
    ]
    assert found[0].train == (Utterance("Hi, there", "GREET"), Utterance("Bye", "LEAVE"))
    assert found[3].train == (Utterance("Bye", "LEAVE"),)


def test_what_is_out_of_scope_has_no_intent(tmp_path: Path) -> None:
    assert publicsets.hint3(hint3(tmp_path))[0].test == (Utterance("hello", "GREET"), Utterance("the moon", ""))


def test_clinc150_keeps_its_parts_apart(tmp_path: Path) -> None:
    parts = {"train": [["pay", "bill"]], "val": [["pay it", "bill"]], "oos_val": [["why", "oos"]], "test": [["paid", "bill"]], "oos_test": [["how", "oos"]]}
    write(tmp_path / "data/data_full.json", json.dumps(parts | {"oos_train": [["no", "oos"]]}))
    full, few = publicsets.clinc150(tmp_path)
    assert full.train == few.train == (Utterance("pay", "bill"),)
    assert full.validation == few.validation == (Utterance("pay it", "bill"), Utterance("why", ""))
    assert full.test == (Utterance("paid", "bill"), Utterance("how", ""))
    assert (full.weighs, few.weighs) == (True, False)  # whoever has ten utterances of each intent has no three thousand to weigh by


def test_banking77_has_no_validation_set(tmp_path: Path) -> None:
    for part in ("train", "test"):
        write(tmp_path / f"banking_data/{part}.csv", f"text,category\n{part} card,card_arrival\n")
    full, _ = publicsets.banking77(tmp_path)
    assert full.train == (Utterance("train card", "card_arrival"),)
    assert full.test == (Utterance("test card", "card_arrival"),)
    assert full.validation == ()


def test_shots_are_so_many_of_each_intent_and_the_same_each_time() -> None:
    said = [Utterance(f"{intent} {number}", intent) for number in range(30) for intent in ("b", "a")]
    few = shots(said, 10)
    assert [one.intent for one in few] == ["a"] * 10 + ["b"] * 10
    assert len(set(few)) == 20
    assert set(few) <= set(said)
    assert few == shots(said, 10)
    assert shots(said[:6], 10) == tuple(sorted(shots(said[:6], 10), key=lambda one: one.intent))  # three of each: all are taken
    assert set(shots(said[:6], 10)) == set(said[:6])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("banking_data/train.csv", "text,label\nHi,GREET\n", "needs the columns text and category"),
        ("data/data_full.json", "{", "is no JSON"),
        ("data/data_full.json", "[]", "is not CLINC150's"),
        ("data/data_full.json", '{"train": []}', "is not CLINC150's"),
    ],
)
def test_a_file_that_is_not_the_set_is_refused(tmp_path: Path, name: str, content: str, says: str) -> None:
    write(tmp_path / name, content)
    with pytest.raises(DataError, match=says):
        publicsets.read({"banking77" if name.endswith("csv") else "clinc150": tmp_path})


@pytest.mark.parametrize("name", ["hint3", "clinc150", "banking77"])
def test_a_folder_without_the_set_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        publicsets.read({name: tmp_path})
