"""Versions of articles in both kinds of database: saved, published, withdrawn, and never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.content.version import FILES, Author, ContentError, Key, Outdated, State, UnknownVersion, is_new_id
from bot.content.versions import Versions
from bot.store.database import Database
from tests.conftest import NOW

KEY, FRENCH = Key("en", "q058"), Key("fr", "q058")
ANNA, BORIS = Author(1, "anna@example.org"), Author(2, "boris@example.org")
FILE = "---\nid: q058\n---\nAs it was; with é, \u00a0, 漢 and 🙂.\r\n\n"


@pytest.fixture
def versions(database: Database) -> Versions:
    return Versions(database)


def test_a_file_becomes_version_0_and_a_draft_stands_beside_it(versions: Versions) -> None:
    assert versions.history(KEY).newest is None
    assert versions.heed_file(KEY, FILE, NOW).live == versions.history(KEY).version(0)
    draft = versions.save(KEY, "mine", ANNA, NOW, comment="shorter", seen=0)
    history = versions.history(KEY)
    assert [(one.version, one.state, one.text, one.author.email) for one in history.versions] == [
        (0, State.PUBLISHED, FILE, FILES),
        (1, State.DRAFT, "mine", "anna@example.org"),
    ]
    assert history.draft == draft
    assert (draft.at, draft.comment, draft.decided_at) == (NOW, "shorter", None)
    assert history.live == history.version(0)
    assert versions.history(FRENCH).versions == ()


def test_every_save_is_a_version_and_only_the_last_is_worked_on(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    for number in range(3):
        versions.save(KEY, f"draft {number}", ANNA, NOW, seen=number)
    history = versions.history(KEY)
    assert [one.text for one in history.versions] == [FILE, "draft 0", "draft 1", "draft 2"]
    assert [one.open for one in history.versions] == [False, False, False, True]


def test_nobody_saves_over_what_they_have_not_seen(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    versions.save(KEY, "Anna's", ANNA, NOW, seen=0)
    with pytest.raises(Outdated) as refused:
        versions.save(KEY, "Boris's", BORIS, NOW, seen=0)
    assert refused.value.newest.text == "Anna's"
    assert "anna@example.org has saved version 1" in str(refused.value)
    assert versions.save(KEY, "Both", BORIS, NOW, seen=1).version == 2
    for seen in (-1, 0, 1, 3, 99):
        with pytest.raises(Outdated):
            versions.save(KEY, "x", ANNA, NOW, seen=seen)


def test_of_many_who_save_at_once_one_is_kept_and_the_others_are_told(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)

    def save(number: int) -> int | str:
        try:
            return versions.save(KEY, f"by {number}", Author(number, f"{number}@example.org"), NOW, seen=0).version
        except Outdated as refused:
            return refused.newest.text

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(save, range(6)))
    kept = versions.history(KEY).version(1).text
    assert sorted(map(str, found)) == sorted(["1", *[kept] * 5])
    assert len(versions.history(KEY).versions) == 2


def test_publishing_lets_a_draft_hold_and_says_who_did(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    versions.save(KEY, "mine", ANNA, NOW, seen=0)
    later = NOW + timedelta(hours=1)
    (published,) = versions.publish([(KEY, 1)], BORIS, later)
    assert (published.state, published.author, published.decided_by, published.decided_at) == (State.PUBLISHED, ANNA, "boris@example.org", later)
    history = versions.history(KEY)
    assert history.live == published
    assert history.draft is None
    with pytest.raises(ContentError, match="no longer the draft"):
        versions.publish([(KEY, 1)], BORIS, later)


def test_languages_are_published_together_or_not_at_all(versions: Versions) -> None:
    for key in (KEY, FRENCH):
        versions.heed_file(key, FILE, NOW)
        versions.save(key, f"{key}", ANNA, NOW, seen=0)
    versions.save(FRENCH, "newer", BORIS, NOW, seen=1)
    with pytest.raises(ContentError, match="Version 1 of fr/q058"):
        versions.publish([(KEY, 1), (FRENCH, 1)], ANNA, NOW)
    assert versions.history(KEY).draft is not None  # as it was
    assert [str(one.key) for one in versions.publish([(KEY, 1), (FRENCH, 2)], ANNA, NOW)] == ["en/q058", "fr/q058"]


def test_what_is_withdrawn_stays_and_what_held_before_holds_again(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    versions.save(KEY, "one", ANNA, NOW, seen=0)
    versions.save(KEY, "two", ANNA, NOW, seen=1)
    assert versions.withdraw(KEY, 2, BORIS, NOW).state == State.WITHDRAWN
    assert versions.history(KEY).draft is None  # the earlier draft does not come back by itself
    versions.save(KEY, "three", ANNA, NOW, seen=2)
    versions.publish([(KEY, 3)], ANNA, NOW)
    assert versions.withdraw(KEY, 3, BORIS, NOW).decided_by == "boris@example.org"
    history = versions.history(KEY)
    assert history.live == history.version(0)
    assert [one.text for one in history.versions] == [FILE, "one", "two", "three"]
    for number in (0, 1, 2, 3):
        with pytest.raises(ContentError, match="can not be withdrawn"):
            versions.withdraw(KEY, number, ANNA, NOW)
    for number in (-1, 4, 2**31):
        with pytest.raises(UnknownVersion):
            versions.withdraw(KEY, number, ANNA, NOW)


def test_a_file_that_was_changed_holds_again_and_an_exported_one_changes_nothing(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    versions.save(KEY, "mine", ANNA, NOW, seen=0)
    versions.publish([(KEY, 1)], ANNA, NOW)
    assert len(versions.heed_file(KEY, FILE, NOW).versions) == 2  # not exported yet
    assert len(versions.heed_file(KEY, "mine", NOW).versions) == 2  # exported
    assert len(versions.heed_file(KEY, None, NOW).versions) == 2  # deleted
    history = versions.heed_file(KEY, "by hand", NOW)
    assert history.live == history.version(2)
    assert history.version(2).is_file
    assert history.version(1).text == "mine"


def test_a_draft_of_a_file_that_has_changed_since_is_not_published_over_it(versions: Versions) -> None:
    versions.heed_file(KEY, FILE, NOW)
    versions.save(KEY, "mine", ANNA, NOW, seen=0)
    versions.heed_file(KEY, "by hand", NOW)
    with pytest.raises(Outdated, match="The file was changed in the meantime"):
        versions.publish([(KEY, 1)], ANNA, NOW)
    with pytest.raises(Outdated):
        versions.save(KEY, "mine again", ANNA, NOW, seen=1)
    versions.save(KEY, "both", ANNA, NOW, seen=2)
    (published,) = versions.publish([(KEY, 3)], ANNA, NOW)
    assert versions.history(KEY).live == published


def test_an_account_that_is_called_like_the_files_is_not_the_files(versions: Versions) -> None:
    assert not versions.save(KEY, "x", Author(7, FILES), NOW).is_file


def test_all_histories_are_found_by_file(versions: Versions) -> None:
    versions.save(FRENCH, "a", ANNA, NOW)
    versions.save(KEY, "b", ANNA, NOW)
    versions.save(KEY, "c", ANNA, NOW, seen=0)
    assert {str(key): len(history.versions) for key, history in versions.histories().items()} == {"fr/q058": 1, "en/q058": 2}


@pytest.mark.parametrize("article", ["q011-costs", "q087-a-b-2", "recalls-toys", "bans-1"])
def test_new_articles_are_parts_of_the_guides_numbers(article: str) -> None:
    assert is_new_id(article)


@pytest.mark.parametrize(
    "article",
    ["q011", "q088-x", "q000-x", "", "-", "q011-", "q011--x", "q011-X", "q011-x/../y", "q011-x\n", "q011-é", "../q011-x", "q011-x.md", "q011-" + "x" * 60],
)
def test_no_other_id_is_taken(article: str) -> None:
    assert not is_new_id(article)
