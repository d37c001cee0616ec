from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.gaps.yamllist import appended, quoted
from knowledge.errors import DataError

PATH = Path("questions.yaml")
TEXT = """# What sellers ask.
articles:
  q001:   # the first
    - 'one'   # a comment
    - "two"

  # The other article.
  q002:
  - three
rules:
  one-rule: [a, b]
# The end.
"""


def test_items_stand_behind_the_last_one_and_nothing_else_changes() -> None:
    assert appended(TEXT, ("articles", "q001"), ["a: b", 'c "d"'], PATH) == TEXT.replace('    - "two"\n', '    - "two"\n    - "a: b"\n    - "c \\"d\\""\n')
    assert appended(TEXT, ("articles", "q002"), ["four"], PATH) == TEXT.replace("  - three\n", '  - three\n  - "four"\n')


def test_what_is_missing_of_the_keys_is_made() -> None:
    assert appended(TEXT, ("articles", "q003"), ["x"], PATH) == TEXT.replace("  - three\n", '  - three\n  q003:\n    - "x"\n')
    assert appended(TEXT, ("talk", "greet"), ["hi"], PATH) == TEXT.replace("# The end.\n", 'talk:\n  greet:\n    - "hi"\n# The end.\n')


def test_a_text_over_several_lines_is_not_cut() -> None:
    text = "questions:\n  - one that\n    goes on\ntitle: x\n"
    assert appended(text, ("questions",), ["two"], PATH) == 'questions:\n  - one that\n    goes on\n  - "two"\ntitle: x\n'


@pytest.mark.parametrize(
    ("text", "keys"), [("a: [x]\n", ("a",)), ("a: []\n", ("a",)), ("a: x\n", ("a",)), ("a: {b: [x]}\n", ("a", "b")), ("- x\n", ("a",)), ("a:\n", ("a",))]
)
def test_another_shape_is_refused(text: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(DataError, match=r"questions\.yaml"):
        appended(text, keys, ["y"], PATH)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), min_size=1, max_size=3))
def test_what_was_added_is_read_again(items: list[str]) -> None:
    read = yaml.load(appended(TEXT, ("articles", "q001"), items, PATH), Loader=yaml.CSafeLoader)
    assert read == yaml.load(TEXT, Loader=yaml.CSafeLoader) | {"articles": {"q001": ["one", "two", *items], "q002": ["three"]}}


def test_a_quoted_text_keeps_its_accents() -> None:
    assert quoted('délai "légal"') == '"délai \\"légal\\""'
