"""The FAISS index with its manifest: what it was built from, by which encoder, of which dimension.

Refuses an index of another corpus, encoder or format; building again encodes only texts that changed.
"""

from __future__ import annotations

import json
import time
import warnings
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import faiss
import numpy as np
import numpy.typing as npt
from scipy.sparse import diags, load_npz, save_npz
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from knowledge.errors import StaleIndex
from knowledge.search.classifier import ANSWERED, ARTICLE_BY_MEANING, ARTICLE_BY_SPELLING, RULE_BY_MEANING, RULE_BY_SPELLING, LinearClassifier
from knowledge.search.corpus import Corpus, ExampleKind
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.lexical import CharacterModel

_AT_ONCE = 4096  # texts that are encoded before it is told again; a multiple of a batch
_FORMAT = 5  # raise it when what is stored or how it is learnt changes (classifier.py, lexical.py)
_CLASSIFIERS = ("article_by_meaning", "article_by_spelling", "answered_by_meaning", "answered_by_spelling", "rule_by_meaning", "rule_by_spelling")
_ANSWERED: dict[ExampleKind, int] = {"article": 1, "rule": 1, "near_miss": 0, "outside": 0}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from."""

    format: int
    corpus_sha256: str
    encoder: str
    dimension: int
    texts: int
    examples: int


@dataclass(frozen=True, slots=True)
class Index:
    """Searchable vectors of texts and examples, the character model and the classifiers.

    `spelled` is a sparse matrix (n-grams, examples), empty for the questions of rules: which rule is asked for, the classifiers say.
    """

    corpus: Corpus
    texts: faiss.Index
    examples: faiss.Index
    characters: CharacterModel
    spelled: Any
    article_by_meaning: LinearClassifier
    article_by_spelling: LinearClassifier
    answered_by_meaning: LinearClassifier
    answered_by_spelling: LinearClassifier
    rule_by_meaning: LinearClassifier
    rule_by_spelling: LinearClassifier
    manifest: Manifest

    def save(self, folder: Path) -> None:
        """Writes the index; the manifest comes last, so a torn write is never taken for a whole index."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manifest.json").unlink(missing_ok=True)
        faiss.write_index(self.texts, str(folder / "texts.faiss"))
        faiss.write_index(self.examples, str(folder / "examples.faiss"))
        self.characters.save(folder / "characters.npz")
        save_npz(folder / "spelled.npz", self.spelled, compressed=False)
        arrays: dict[str, Any] = {}
        for name in _CLASSIFIERS:
            classifier: LinearClassifier = getattr(self, name)
            arrays |= {f"{name}.weights": classifier.weights, f"{name}.bias": classifier.bias}
        np.savez_compressed(folder / "classifiers.npz", **arrays)
        written = [text.text for text in self.corpus.texts] + [example.text for example in self.corpus.examples]
        (folder / "encoded.json").write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
        (folder / "manifest.json").write_text(json.dumps(asdict(self.manifest), indent=1), encoding="utf-8")


def labels_of(corpus: Corpus) -> tuple[str, ...]:
    """The articles, in the order of the classifiers' classes."""
    return tuple(dict.fromkeys(text.article for text in corpus.texts))


def rules_of(corpus: Corpus) -> tuple[str, ...]:
    """The rules, in the order of the classifiers' classes; the first class is no rule at all, an empty name."""
    return ("", *sorted({example.label for example in corpus.examples if example.kind == "rule"}))


def build(corpus: Corpus, encoder: Encoder, previous: Path, progress: Callable[[str], None]) -> Index:
    """Encodes and learns the corpus, taking vectors of unchanged texts from the index in `previous`."""
    seen = _known_vectors(previous, encoder)
    written = [text.text for text in corpus.texts] + [example.text for example in corpus.examples]
    fresh = sorted({text for text in written if text not in seen}, key=lambda text: (len(text), text))  # as encoders make their batches
    progress(f"encoding {len(fresh)} texts that are new")
    for start in range(0, len(fresh), _AT_ONCE):
        some = fresh[start : start + _AT_ONCE]
        seen |= dict(zip(some, encoder.encode(some), strict=True))
        progress(f"encoded {start + len(some)} of {len(fresh)} texts")
    vectors = np.stack([seen[text] for text in written]).astype(np.float32)
    text_vectors, example_vectors = vectors[: len(corpus.texts)], vectors[len(corpus.texts) :]
    progress("learning how questions are spelt")
    characters = CharacterModel.fit([example.text for example in corpus.examples])
    spelled = characters.transform([example.text for example in corpus.examples])
    rows = [place for place, example in enumerate(corpus.examples) if example.kind == "article"]
    classes = {article: number for number, article in enumerate(labels_of(corpus))}
    labels = [classes[corpus.examples[place].label] for place in rows]
    known = [place for place, example in enumerate(corpus.examples) if example.kind in _ANSWERED]
    answered = [_ANSWERED[corpus.examples[place].kind] for place in known]
    rules = {rule: number for number, rule in enumerate(rules_of(corpus))}
    computed = [rules[example.label if example.kind == "rule" else ""] for example in corpus.examples]
    classifiers = _learn(
        {
            "article_by_meaning": (example_vectors[rows], labels, ARTICLE_BY_MEANING),
            "article_by_spelling": (spelled[rows], labels, ARTICLE_BY_SPELLING),
            "answered_by_meaning": (example_vectors[known], answered, ANSWERED),
            "answered_by_spelling": (spelled[known], answered, ANSWERED),
            "rule_by_meaning": (example_vectors, computed, RULE_BY_MEANING),
            "rule_by_spelling": (spelled, computed, RULE_BY_SPELLING),
        },
        progress,
    )
    manifest = Manifest(_FORMAT, corpus.sha256, encoder.name, vectors.shape[1], len(corpus.texts), len(corpus.examples))
    is_looked_at = np.array([example.kind != "rule" for example in corpus.examples], dtype=np.float32)
    near = (diags(is_looked_at) @ spelled).T.tocsr()
    near.eliminate_zeros()
    return Index(corpus, _flat(text_vectors), _flat(example_vectors), characters, near, manifest=manifest, **classifiers)


def _learn(tasks: Mapping[str, tuple[Any, Sequence[int], float]], progress: Callable[[str], None]) -> dict[str, LinearClassifier]:
    """Fits a classifier for each task (features, labels, strength), the slowest first and two at a time."""
    slowest = sorted(tasks, key=lambda name: -len(set(tasks[name][1])) * tasks[name][0].shape[1])
    began, learnt = time.monotonic(), dict[str, LinearClassifier]()
    progress(f"learning which article or rule a question asks for: {len(tasks)} classifiers")
    # Two at a time, since their arithmetic runs outside Python's lock, each on one thread: the threads of the arithmetic would
    # wait for each other's processors, many times as long as they count. That the last steps are cut off is meant (classifier.py).
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning), threadpool_limits(1), ThreadPoolExecutor(2) as pool:
        fitting = {pool.submit(LinearClassifier.fit, *tasks[name]): name for name in slowest}
        for done in as_completed(fitting):
            learnt[fitting[done]] = done.result()
            progress(f"learnt {len(learnt)} of {len(tasks)} after {time.monotonic() - began:.0f} s")
    return learnt


def renew(folder: Path, corpus: Corpus, encoder: Encoder, progress: Callable[[str], None]) -> bool:
    """Builds the index unless the one in `folder` already fits; tells whether it did."""
    try:
        load(folder, corpus, encoder)
    except StaleIndex:
        build(corpus, encoder, folder, progress).save(folder)
        return True
    return False


def load(folder: Path, corpus: Corpus, encoder: Encoder) -> Index:
    """The index in `folder`. Raises StaleIndex unless it was built from this corpus with this encoder."""
    manifest = read_manifest(folder)
    if manifest.corpus_sha256 != corpus.sha256:
        raise StaleIndex("the articles or phrasings have changed since it was built")
    if manifest.encoder != encoder.name:
        raise StaleIndex(f"it was built with the encoder {manifest.encoder}, not {encoder.name}")
    try:
        # Opened here, since numpy leaves a file open that it cannot read.
        with (folder / "classifiers.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            classifiers = {name: LinearClassifier(arrays[f"{name}.weights"], arrays[f"{name}.bias"]) for name in _CLASSIFIERS}
        with (folder / "spelled.npz").open("rb") as file:
            spelled = load_npz(file)
        return Index(
            corpus,
            faiss.read_index(str(folder / "texts.faiss")),
            faiss.read_index(str(folder / "examples.faiss")),
            CharacterModel.load(folder / "characters.npz"),
            spelled,
            manifest=manifest,
            **classifiers,
        )
    except (OSError, RuntimeError, KeyError, ValueError, EOFError, BadZipFile, zlib.error) as error:
        raise StaleIndex(f"a file of it is missing or damaged ({error})") from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`. Raises StaleIndex when there is none that this version reads."""
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StaleIndex("there is none yet, or its manifest cannot be read") from error
    if manifest.format != _FORMAT:
        raise StaleIndex(f"it has format {manifest.format}, this version reads {_FORMAT}")
    return manifest


def _flat(vectors: Vectors) -> faiss.IndexFlatIP:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def similarities(rows: Vectors, vector: Vectors, wanted: Sequence[slice] = (slice(None),)) -> Vectors:
    """Cosine of one query (1, dimension) with every row, in order; 0 for rows that are not among the spans wanted."""
    found: Vectors = np.zeros(len(rows), dtype=np.float32)
    query = np.ascontiguousarray(vector, dtype=np.float32)
    for span in wanted:
        part, dimension = found[span], rows.shape[1]
        # Every row is wanted, in no order: FAISS's search would sort them, and take several times as long. Its type hints lack this function.
        faiss.fvec_inner_products_ny(faiss.swig_ptr(part), faiss.swig_ptr(query), faiss.swig_ptr(rows[span]), dimension, len(part))  # type: ignore[attr-defined]
    return found


def spans(wanted: npt.NDArray[np.bool_]) -> tuple[slice, ...]:
    """The rows that are wanted, as few spans as there are between those that are not."""
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    return tuple(slice(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True))


def rows_of(index: faiss.Index) -> Vectors:
    """Every vector, in row order, where the index keeps them: gone with it."""
    flat: Any = index  # the type hints lack its vectors
    found: Vectors = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)
    return found


def _known_vectors(folder: Path, encoder: Encoder) -> dict[str, Vectors]:
    """Vectors of an earlier index by the same encoder, by text; empty when there is none that can be read."""
    try:
        if read_manifest(folder).encoder != encoder.name:
            return {}
        written: Sequence[str] = json.loads((folder / "encoded.json").read_text(encoding="utf-8"))
        indexes = [faiss.read_index(str(folder / name)) for name in ("texts.faiss", "examples.faiss")]
    except (StaleIndex, OSError, RuntimeError, ValueError):
        return {}
    rows = np.concatenate([rows_of(index) for index in indexes])
    return dict(zip(written, rows, strict=True)) if len(rows) == len(written) else {}
