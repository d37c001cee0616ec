"""A seller in Teams and a colleague in Slack: what either writes arrives in plain words, without names and marks of the other platform."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.accounts.account import Role
from tests import microsoft
from tests.agents import staff
from tests.conftest import NOW
from tests.slack.conftest import Open
from tests.slack.fake import SUPPORT
from tests.slack.test_slack_presses import DISPUTE
from tests.teams import Person

pytestmark = pytest.mark.model
FOREIGN = re.compile(r"Bob|ana\.smith|general|C1|U77|@|<|\*|:smile:|browser")


def test_nothing_of_one_platform_leaks_into_the_other(local_sockets: None, open_workspace: Open) -> None:
    with microsoft.running() as teams, open_workspace(**teams.settings) as slack, staff(slack.settings, lambda: NOW) as hire:
        hire("Anna", Role.AGENT)  # who is not there: the question is left
        slack.write("UANA", DISPUTE, "DX1")
        answer = slack.last("DX1")
        slack.press("UANA", answer, answer.element("more"), selected_option=answer.element("more")["options"][0])
        code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", slack.last("DX1", alone="UANA").said)
        assert code
        with httpx.Client(base_url=slack.url, timeout=15, trust_env=False, headers={"Host": "seller.example"}) as client:
            seller = Person(client, teams, "a:x")
            seller.write(f"continue {code[0]}")
            seller.hears("Answer by")
            seller.write("Leave my question for a colleague")
            left = seller.hears("Your question lies in our colleagues' inbox")
            root = slack.wait(lambda: [one for one in slack.slack.in_(SUPPORT) if "A dispute was opened" in one.said])[0]
            bob = {"type": "mention", "text": "<at>Bob B.</at>", "mentioned": {"id": "29:bob", "name": "Bob B."}}
            seller.write("May <at>Bob B.</at> see **this _now_** here?", entities=[bob])
            told = slack.wait(lambda: [one for one in slack.slack.in_(SUPPORT, root.ts) if "May" in one.said])[0]
            assert "May a colleague see this now here?" in told.said
            slack.write("UANA", "See <@U77|ana.smith> in <#C1|general> *bold* :smile: <!here>", SUPPORT, root.ts)
            heard = seller.hears("bold")
            assert "See a colleague in a channel bold 😄 colleagues" in heard.text
            assert [text for text in (left.text, told.said.partition("\n")[2], heard.text) if FOREIGN.search(text)] == []
            assert slack.slack.in_("DX1") == [answer]  # from where the conversation was taken, nothing of it is heard
        assert (slack.slack.complaints, teams.faults) == ([], [])
