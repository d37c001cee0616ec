from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.errors import DataError
from knowledge.understanding.vocabulary import Term, Vocabulary, load_vocabularies
from tests.grammars import ENGLISH

DENIAL = ENGLISH.grammar.denial

GOODS = Vocabulary(
    {
        "batteries": Term(label="batteries and accumulators", words=("batter(?:y|ies)", "power ?banks?")),
        "phones": Term(label="telephones", words=("phones?",)),
        "phone_batteries": Term(label="phone batteries", words=("phone batter(?:y|ies)",)),
        "tyres": Term(label="tyres (all kinds)", words=()),
    },
    Path("goods.yaml"),
)


def test_every_code_named_in_order_of_place() -> None:
    text = "a power bank, two Phones and tyres (all kinds)"
    assert [(found.code, text[found.start : found.end]) for found in GOODS.find(text)] == [
        ("batteries", "power bank"),
        ("phones", "Phones"),
        ("tyres", "tyres (all kinds)"),
    ]


def test_of_overlapping_namings_the_longest_counts() -> None:
    assert [found.code for found in GOODS.find("a phone battery")] == ["phone_batteries"]
    assert [found.code for found in GOODS.find("batteries and accumulators")] == ["batteries"]


@pytest.mark.parametrize("text", ["", "shoes", "battery-powered-ish".replace("battery", "xbattery"), "headphones"])
def test_only_whole_words_name_a_code(text: str) -> None:
    assert GOODS.find(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("phones", "phones"),
        ("PHONES", "phones"),
        ("phone_batteries", "phone_batteries"),
        ("1", "batteries"),
        ("4.", "tyres"),
        ("2)", "phones"),
        ("the power banks, please", "batteries"),
        ("telefones", "phones"),  # a slip in a label
        ("batteries and acumulators", "batteries"),
        ("0", None),
        ("5", None),
        ("", None),
        ("  ", None),
        ("phones and power banks", None),  # two codes: the question is open
        ("something else", None),
        ("tel", None),  # too short to be a misspelt label
    ],
)
def test_the_one_code_an_answer_means(text: str, code: str | None) -> None:
    assert GOODS.choose(text, DENIAL) == code


def test_labels_and_codes() -> None:
    assert GOODS.codes == ("batteries", "phones", "phone_batteries", "tyres")
    assert GOODS.label("phones") == "telephones"
    assert GOODS.label("shoes") == "shoes"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad_regex", "not a regular expression"),
        ("unknown_key", "Extra inputs are not permitted"),
        ("duplicate_code", "duplicate key 'batteries'"),
    ],
)
def test_a_bad_file_is_refused(bad_data: Path, tmp_path: Path, name: str, words: str) -> None:
    shutil.copy(bad_data / "vocabularies" / f"{name}.yaml", tmp_path)
    with pytest.raises(DataError, match=words) as refused:
        load_vocabularies(tmp_path)
    assert refused.value.path.endswith(f"{name}.yaml")


def test_every_label_and_code_of_the_real_data_chooses_itself(data: Path) -> None:
    for name, vocabulary in load_vocabularies(data / "wording" / "en" / "vocabularies").items():
        for number, code in enumerate(vocabulary.codes, 1):
            assert vocabulary.choose(code, DENIAL) == code, name
            assert vocabulary.choose(vocabulary.label(code), DENIAL) == code, (name, vocabulary.label(code))
            assert vocabulary.choose(str(number), DENIAL) == code, name


# Goods and situations as question 11, 58 and 67 speak of them.
@pytest.mark.parametrize(
    ("vocabulary", "text", "codes"),
    [
        ("epr_category", "T-shirts and a sofa", ["textiles", "furniture"]),
        ("epr_category", "car tires in big cartons", ["tyres", "packaging"]),
        ("epr_category", "nothing of the kind", []),
        ("refund_situation", "the buyer cancelled before I shipped", ["cancelled_before_shipping"]),
        ("refund_situation", "the countdown ran out", ["countdown_expired"]),
        ("refund_situation", "I already entered the tracking number", ["tracking_added_not_received"]),
        ("refund_situation", "the buyer sent the shoes back", ["return_after_receipt"]),
        ("refund_situation", "the payment was still pending", ["payment_not_processed"]),
        ("sanction_origin", "a prohibited item", ["prohibited_goods"]),
        ("sanction_origin", "the brand complained", ["ip_rights_holder"]),
        ("sanction_origin", "AliExpress itself opened a copyright case", ["ip_platform"]),
        ("sanction_origin", "keyword stuffing", ["search_quality"]),
        ("sanction_origin", "fake shipping", ["transaction"]),
    ],
)
def test_real_words_of_sellers(data: Path, vocabulary: str, text: str, codes: list[str]) -> None:
    found = load_vocabularies(data / "wording" / "en" / "vocabularies")[vocabulary].find(text)
    assert list(dict.fromkeys(named.code for named in found)) == codes
