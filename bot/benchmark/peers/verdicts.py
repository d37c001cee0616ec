"""What an engine's reply means in the terms of our evaluation: the articles that its routes stand for, best first, and how sure it is.

Decides nothing for an engine: the threshold under which it would refuse is looked for by the figures themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.benchmark.peers.routes import asked_for
from knowledge.evaluation import Verdict
from knowledge.search.candidates import guide_number

_NOWHERE = -math.inf


def verdict(reply: Mapping[str, Any], of_rule: Mapping[str, Sequence[str]]) -> Verdict:
    """The verdict of a reply: our own tells its articles, another engine its routes. `of_rule` holds the guide numbers of each rule."""
    if "routes" not in reply:
        return Verdict(reply["decision"], tuple(reply["articles"]), reply["confidence"])
    return of_routes([(name, score) for name, score in reply["routes"]], of_rule)


def of_routes(routes: Iterable[tuple[str, float]], of_rule: Mapping[str, Sequence[str]]) -> Verdict:
    """A guide number has the score of its best article or rule; of a rule's several ones, that comes first whose own article scores best.

    Small talk and foreign matters are no articles: whoever trusts in these trusts the articles less, and that is the confidence.
    """
    own: dict[str, float] = {}
    best: dict[str, float] = {}
    for name, score in routes:
        kind, label = asked_for(name)
        numbers = [guide_number(label)] if kind == "article" else of_rule.get(label, ()) if kind == "rule" else ()
        for number in numbers:
            best[number] = max(best.get(number, _NOWHERE), score)
            if kind == "article":
                own[number] = max(own.get(number, _NOWHERE), score)
    order = sorted(best, key=lambda number: (best[number], own.get(number, _NOWHERE)), reverse=True)
    return Verdict("answer" if order else "no_answer", tuple(order), best[order[0]] if order else 0.0)
