"""What is asked everywhere, what every surface must show of it, and the page that tells what was compared; `python -m tests.parity` writes it anew.

Refuses a surface that shows less than the answer, and one that shows a date or an amount that the answer does not have.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.lookup import Lookup
from knowledge.assistant import Reply
from tests.conftest import ROOT
from tests.figures import figures
from tests.microsoft import Microsoft
from tests.slack.fake import Slack

PAGE = ROOT / "docs" / "parity.md"
WRITES = "WRITE_PARITY"
_EVERY = 22  # of the development questions
_TESTS = Path(__file__).with_name("test_parity.py")
COMPUTED = (
    "The buyer cancelled on 20 November 2026 before shipping. When is the refund due?",
    "A buyer cancelled on 12 November 2026 before shipping and paid 49.90 €. When is he refunded?",
    "L'acheteur a annulé le 20 novembre 2026 avant l'expédition. Quand doit-il être remboursé ?",
    "A dispute was opened on 22/11/2026 at 14:30. Until when must I answer it?",
    "Un litige a été ouvert le 22 novembre 2026 à 9 h 15. Jusqu'à quand dois-je répondre ?",
    "Se ha abierto una disputa el 22/11/2026 a las 14:30. ¿Hasta cuándo debo responder?",
    "È stata aperta una controversia il 22/11/2026 alle 14:30. Entro quando devo rispondere?",
    "Until when can I appeal an IP complaint notified on 20 November 2026 at 10:00?",
    "Jusqu'à quand puis-je faire appel d'une sanction pour produit interdit notifiée le 20 novembre 2026 à 10 h ?",
    "The customer received the parcel on 2 November 2026 and wants to return it on 17 November 2026 because he does not like it. Must I take it back?",
    "The buyer wants to withdraw; he received the goods on 16 November 2026. Until when can he?",
    "L'acheteur a reçu le colis le 9 novembre 2026 et veut le rendre. Jusqu'à quand peut-il le faire ?",
    "The parcel was delivered on 10 November 2026. When is the money released to me?",
    "L'acheteur a confirmé la réception le 10 novembre 2026. Quand suis-je payé ?",
    "El comprador confirmó la recepción el 10 de noviembre de 2026. ¿Cuándo cobro?",
    "Il cliente ha confermato la ricezione il 10 novembre 2026. Quando vengo pagato?",
    "Is the support chat open on 25 December 2026 at 10:00?",
    "Le chat du support est-il ouvert le 25 décembre 2026 à 10 h ?",
    "I sold 3 for 20 € each through an affiliate at 8 %, what lands in my bank in Germany?",
    "I sell a bag for 80 €, shipping included. It cost me 30 €, commission is 8 %. What is left?",
    "J'ai vendu 2 articles à 35 € avec 8 % de commission. Combien vais-je toucher en France ?",
    "I sold 10 t-shirts at 12.50 € to Spain, commission 5 %. What do I get?",
)
"""Questions that rules compute, with a date or an amount in each answer; their days are told, so the answer is the same whenever it is asked."""
_OTHERS = (
    "can I sell vitamins",
    "Quand l'acheteur est-il remboursé après une annulation ?",
    "¿Cuándo me pagan mis ventas?",
    "Quando ricevo i soldi delle mie vendite?",
    "Wann bekomme ich mein Geld?",
)

_ABOUT = """# One answer everywhere

The same question gives the same sentences, caveats, sources, dates and amounts wherever it is asked. `tests/test_parity.py` asks each question below
on every surface, takes all that can be read there, and compares it both ways with the answer: nothing is missing, and no date, time, amount or other
number is there that the answer lacks. Slack is the real bolt application before a stand-in for Slack, Teams the real agent before one for Microsoft,
the web chat the real page in a browser, and the command line its own runner; they say what a stand-in for the dialogue engine answers from the guide.
`tests/dialogue/test_parity.py` asks the computed ones in the chat, in Slack and in Teams with the real engine.

The web chat alone tells when a source was checked only once the source is opened, and shows no sources under a question back.

`.venv/bin/python -m tests.parity` writes this page anew; the test refuses one that is out of date."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the answer as knowledge gives it."""

    text: str
    reply: Reply

    @property
    def expected(self) -> list[str]:
        """What must be read, but for days, which each place writes in its own way."""
        answer = self.reply.answer
        lines = [line for block in answer.blocks for line in (block.heading, *block.text.splitlines())]
        cells = [cell for row in (answer.table.columns, *answer.table.rows) for cell in row] if answer.table else []
        labels = [date.label for date in answer.dates]
        asks = self.reply.rule is not None and self.reply.rule.computation is None  # the web chat shows sources under answers alone
        sources = [] if asks else [form for source in answer.sources for form in (source.title, source.section)]
        return [line for line in (*lines, *cells, *labels, *answer.caveats, *sources) if words(line)]

    @property
    def figures(self) -> frozenset[str]:
        """The dates and amounts that must be seen."""
        return figures("\n".join((*self.expected, *(date.value for date in self.reply.answer.dates)))) | self.checked

    @property
    def checked(self) -> frozenset[str]:
        """The days on which its sources were checked."""
        return figures("\n".join(source.checked_on for source in self.reply.answer.sources))

    @property
    def offered(self) -> frozenset[str]:
        """Figures in what may be pressed, which a surface may show as well."""
        answer = self.reply.answer
        picked = texts(answer.pick.to_json()) if answer.pick else ()
        return figures("\n".join((*(button.title for button in answer.follow_ups), *picked)))

    def wrong(self, shown: str, adds: str = "", *, checked: bool = True) -> list[str]:
        """What a text shows too little or too much; `adds` is what this surface says of itself, `checked` whether it tells when sources were checked."""
        seen, found = words(shown), figures(shown)
        lacks = [f"lacks {line!r}" for line in self.expected if words(line) not in seen]
        lacks += [f"lacks the figure {figure}" for figure in sorted(self.figures - found - (frozenset() if checked else self.checked))]
        return lacks + [f"has the figure {figure} beyond the answer" for figure in sorted(found - self.figures - self.offered - figures(adds))]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: for each surface what was wrong with each question, by their names."""

    every: tuple[Asked, ...]
    wrong: Mapping[str, Mapping[str, Sequence[str]]]

    def told(self, surface: str) -> list[tuple[str, str]]:
        """All that is wrong on a surface."""
        return [(text, fault) for text, faults in self.wrong[surface].items() for fault in faults]


def words(text: str) -> str:
    """The words of a text, whatever marks it up: bold, code, links, bullets, quotation marks and spaces of any kind."""
    linked = re.sub(r"\[([^\]\n]+)\]\((https?:[^()\s]+)\)", r"\1", text)
    bare = re.sub(r"^\s*(?:[-•*]|\d+[.)])\s+", "", linked, flags=re.MULTILINE)
    return "".join(re.sub(r"[*_`~|>]", "", bare).replace("’", "'").split()).casefold()


def questions(data: Path) -> list[str]:
    """All that is asked."""
    lines = (data / "evaluation" / "development.jsonl").read_text(encoding="utf-8").splitlines()
    return [*COMPUTED, *_OTHERS, *(str(json.loads(line)["text"]) for line in lines[::_EVERY])]


def asked(lookup: Lookup, text: str) -> Asked:
    """A question with its answer."""
    return Asked(text, lookup.languages.ask(text, lookup.clock(None)))


def texts(content: Any, leaves_out: Callable[[Mapping[str, Any]], bool] = lambda part: False) -> Iterator[str]:
    """Every text in JSON, but for parts that are left out."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        if not leaves_out(content):
            for inner in content.values():
                yield from texts(inner, leaves_out)
    elif isinstance(content, list):
        for inner in content:
            yield from texts(inner, leaves_out)


def shown_in_slack(slack: Slack, channel: str) -> str:
    """All that is read in a channel, without what is pressed."""

    def is_pressed(part: Mapping[str, Any]) -> bool:
        return part.get("type") in ("actions", "context_actions", "button", "static_select", "overflow")

    return "\n".join(html.unescape(part) for one in slack.in_(channel) for part in texts(one.blocks, is_pressed))


def shown_in_teams(microsoft: Microsoft, chat: str) -> str:
    """All that is read in a chat, in its cards and in what stands for them, without what is pressed."""

    def is_pressed(part: Mapping[str, Any]) -> bool:
        return str(part.get("type", "")).startswith(("Action", "Input")) or "selectAction" in part

    mine = [one for one in microsoft.written if one.conversation == chat]
    return "\n".join(part for one in mine for part in (one.text, *texts(one.card.get("body", []), is_pressed)))


def page(compared: Compared) -> str:
    """The page that tells it."""
    surfaces = list(compared.wrong)
    lines = [
        *_ABOUT.splitlines(),
        "",
        f"{len(compared.every)} questions, {sum(one.text in COMPUTED for one in compared.every)} of them computed by rules from dates or amounts;"
        f" “figures” is how many different dates, times, amounts and numbers the answer has.",
        "",
        f"| question | answered by | figures | {' | '.join(surfaces)} |",
        f"|---|---|---|{'---|' * len(surfaces)}",
    ]
    for one in compared.every:
        by = one.reply.rule.id if one.reply.rule else one.reply.decision.replace("_", " ")
        marks = ("✗" if compared.wrong[surface][one.text] else "✓" for surface in surfaces)
        lines.append(f"| {_short(one.text)} | {by} | {len(one.figures)} | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"


def _short(text: str, most: int = 110) -> str:
    line = " ".join(text.replace("|", "/").split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", "-q", str(_TESTS)], check=False, env=os.environ | {WRITES: "1"}).returncode)
