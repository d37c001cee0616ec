from __future__ import annotations

import pytest

from tests.dialogue.chat import Chat
from tests.dialogue.flows import Flow, read_flows

pytestmark = pytest.mark.dialogue


@pytest.mark.parametrize("flow", read_flows(), ids=lambda flow: flow.name)
def test_flow(flow: Flow, served: str) -> None:
    chat = Chat(served, flow.today)
    for number, turn in enumerate(flow.turns, 1):
        heard = turn.play(chat)
        wrong = turn.wrong(heard)
        assert not wrong, f"turn {number}, {turn.say or turn.press!r}:\n- " + "\n- ".join(wrong) + f"\nheard: {heard.turn}\n{heard.text}"


def test_every_flow_has_a_name_of_its_own() -> None:
    names = [flow.name for flow in read_flows()]
    assert len(names) == len(set(names)) >= 30
