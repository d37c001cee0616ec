from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.articles import Article, FrontMatter, Library, Passage
from knowledge.search.corpus import Corpus, Example, Text, gather


def article(article_id: str, *passages: Passage, questions: tuple[str, ...] = (), not_answered: tuple[str, ...] = ()) -> Article:
    front = FrontMatter(
        id=article_id,
        section="I",
        title="What is it?",
        questions=questions,
        not_answered=not_answered,
        facts=(),
        related=(),
        rules=(),
        checked_on=date(2026, 11, 24),
        review_by=date(2027, 5, 24),
    )
    return Article(front, "I. About", passages)


SHOP = article("q001", Passage("", "It is a shop.", ()), Passage("Place", "In Paris.", ()), questions=("what is this",), not_answered=("who owns it",))


def small() -> Corpus:
    return gather([SHOP], {"toy": ["compute it"], "a-toy": ["count it"]}, {"thanks": ["thx"], "greet": ["hi"]}, ["the weather"])


def test_texts_are_the_lead_the_title_and_each_passage() -> None:
    assert small().texts == (
        Text("q001", -1, "What is it? It is a shop. ## Place In Paris."),
        Text("q001", -2, "What is it?"),
        Text("q001", 0, "What is it?  It is a shop."),
        Text("q001", 1, "What is it? Place In Paris."),
    )


def test_examples_name_what_they_ask_for() -> None:
    assert small().examples == (
        Example("article", "q001", "what is this"),
        Example("near_miss", "q001", "who owns it"),
        Example("rule", "a-toy", "count it"),
        Example("rule", "toy", "compute it"),
        Example("talk", "greet", "hi"),
        Example("talk", "thanks", "thx"),
        Example("outside", "", "the weather"),
    )


def test_further_questions_and_near_misses_of_another_language_stand_with_their_article() -> None:
    found = gather([], {}, {}, [], asked={"q001": ["was ist das"]}, not_answered={"q001": ["wem gehört das"]})
    assert found.examples == (Example("article", "q001", "was ist das"), Example("near_miss", "q001", "wem gehört das"))


def test_a_lead_is_the_first_two_hundred_words() -> None:
    long = article("q002", Passage("", " ".join(f"w{number}" for number in range(500)), ()))
    lead = gather([long], {}, {}, []).texts[0].text.split()
    assert len(lead) == 200
    assert lead[:4] == ["What", "is", "it?", "w0"]


def test_the_hash_depends_on_the_content_alone() -> None:
    assert small().sha256 == small().sha256
    assert gather([SHOP], {"a-toy": ["count it"], "toy": ["compute it"]}, {"greet": ["hi"], "thanks": ["thx"]}, ["the weather"]).sha256 == small().sha256


def test_any_change_changes_the_hash() -> None:
    corpus = small()
    changed = [
        replace(corpus, texts=corpus.texts[::-1]),
        replace(corpus, texts=(replace(corpus.texts[0], text="other"), *corpus.texts[1:])),
        replace(corpus, examples=corpus.examples[:-1]),
        replace(corpus, examples=(replace(corpus.examples[0], kind="near_miss"), *corpus.examples[1:])),
        replace(corpus, examples=(replace(corpus.examples[0], label="q002"), *corpus.examples[1:])),
    ]
    assert len({corpus.sha256, *(other.sha256 for other in changed)}) == 1 + len(changed)


def test_the_real_articles_give_every_one_of_them_examples(library: Library) -> None:
    corpus = gather(library, {}, {}, [])
    assert {example.label for example in corpus.examples if example.kind == "article"} == {found.id for found in library}
