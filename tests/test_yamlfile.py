from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import yamlfile
from knowledge.errors import DataError


class Sample(yamlfile.Record):
    name: str
    count: int = 1


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("name: Réunion\ncount: 3\n", encoding="utf-8")
    assert yamlfile.load(path, Sample) == Sample(name="Réunion", count=3)


def test_yes_no_on_and_off_are_words() -> None:
    # YAML 1.1 reads them as booleans, which no seller's phrase means.
    assert yamlfile.parse("yes: [no, on, off, Yes]", dict[str, list[str]], "words.yaml") == {"yes": ["no", "on", "off", "Yes"]}


def test_true_and_false_are_booleans_alone_and_words_in_a_phrase() -> None:
    assert yamlfile.parse("[true, false]", list[bool], "flags.yaml") == [True, False]
    assert yamlfile.parse("[true story, false delivery, falsified]", list[str], "words.yaml") == ["true story", "false delivery", "falsified"]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("name: a\nname: b\n", "", "duplicate key 'name'"),
        ("name: [a\n", "", "not valid YAML"),
        ("name: a\ncount: 2023-02-29\n", "", "not valid YAML"),
        ("name: a\ncolour: red\n", "colour", "Extra inputs are not permitted"),
        ("count: 2\n", "name", "Field required"),
        ("name: a\ncount: many\n", "count", "valid integer"),
        ("", "", "valid dictionary"),
    ],
)
def test_bad_text_names_file_key_and_problem(text: str, key: str, problem: str) -> None:
    with pytest.raises(DataError) as refused:
        yamlfile.parse(text, Sample, "data/sample.yaml")
    assert refused.value.path == "data/sample.yaml"
    assert refused.value.key == key
    assert problem in refused.value.problem


def test_a_duplicate_key_deep_inside_is_refused() -> None:
    with pytest.raises(DataError, match="duplicate key 'b'"):
        yamlfile.parse("outer:\n- inner: {b: 1, b: 2}\n", dict[str, list[dict[str, dict[str, int]]]], "deep.yaml")


def test_the_number_of_further_faults_is_told() -> None:
    with pytest.raises(DataError, match=r"\(and 2 more\)"):
        yamlfile.parse("a: 1\nb: 2\n", Sample, "three.yaml")  # no name, two unknown keys


def test_a_missing_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read") as refused:
        yamlfile.load(tmp_path / "absent.yaml", Sample)
    assert refused.value.path.endswith("absent.yaml")


def test_records_cannot_be_changed() -> None:
    record, field = Sample(name="a"), "name"
    with pytest.raises(ValueError, match="frozen"):
        setattr(record, field, "b")
