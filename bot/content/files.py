"""The articles' files: where each stands, what is in it, and how one is written.

Refuses every name that is no article's, so that nothing else can be read or written; reads and writes byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.content.version import LONGEST_TEXT, ContentError, Key, UnknownVersion, is_new_id
from knowledge.checks.material import language_folders
from knowledge.wording import ORIGINAL


class Files:
    """The files of one folder of data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._folder = data / "articles"
        self.languages = (ORIGINAL, *(folder.name for folder in language_folders(self._folder)))
        """The languages in which there are articles."""

    def all(self) -> tuple[Key, ...]:
        """Every file."""
        return tuple(sorted(Key(language, path.stem) for language in self.languages for path in self._of(self._folder, language).glob("*.md")))

    def text(self, key: Key) -> str | None:
        """What is in a file; None where there is none. Raises ContentError for one that is not UTF-8."""
        path = self._path(self._folder, key)
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise ContentError(f"{path.name} is not UTF-8; mend it first.") from error

    def is_of_ours(self, key: Key) -> bool:
        """Whether there are articles in its language; a folder may have been taken away since."""
        return key.language in self.languages

    def require(self, language: str, article: str, *, may_be_new: bool = False) -> Key:
        """The key of an article that is there, or that may come to be there. Raises UnknownVersion."""
        key = Key(language, article)
        if language in self.languages and (key in self.all() or (may_be_new and self._may_be(key))):
            return key
        raise UnknownVersion(f"There is no article {key}.")

    def write(self, texts: Mapping[Key, str], folder: Path | None = None) -> dict[Key, Path]:
        """Writes texts into the articles' folder, or another one, where they differ from what is there; the files that were written."""
        written = {}
        for key, text in sorted(texts.items()):
            path, content = self._path(folder or self._folder, key), text.encode("utf-8")
            if path.is_file() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f"{path.name}.new")
            new.write_bytes(content)
            new.replace(path)
            written[key] = path
        return written

    def key_of(self, path: Path, text: str) -> Key:
        """Which article a file holds that somebody hands in: its name, and its folder where that is a language. Raises ContentError."""
        if len(text) > LONGEST_TEXT:
            raise ContentError(f"{path} has {len(text)} characters, and {LONGEST_TEXT} is the most.")
        language = path.parent.name if path.parent.name in self.languages else ORIGINAL
        if path.suffix != ".md":
            raise ContentError(f"{path} is no Markdown file; articles end in .md.")
        return self.require(language, path.stem, may_be_new=True)

    def _may_be(self, key: Key) -> bool:
        return is_new_id(key.article) or (key.language != ORIGINAL and Key(ORIGINAL, key.article) in self.all())

    def _path(self, folder: Path, key: Key) -> Path:
        if key.language not in self.languages or not (is_new_id(key.article) or (key.article.isascii() and key.article.replace("-", "").isalnum())):
            raise UnknownVersion(f"There is no article {key}.")
        return self._of(folder, key.language) / f"{key.article}.md"

    @staticmethod
    def _of(folder: Path, language: str) -> Path:
        return folder if language == ORIGINAL else folder / language
