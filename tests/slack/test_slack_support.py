"""The support channel: a thread for every open case of any channel, in which colleagues with an account answer sellers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.accounts.tables import AUDIT
from bot.store.database import Database
from tests.agents import Login, staff
from tests.conftest import NOW
from tests.slack.conftest import Open
from tests.slack.fake import BOT, SUPPORT, Written
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.model
DISPUTE, PERSON = "A dispute was opened on 22/11/2026 at 14:30. Until when must I answer it?", "I want to talk to a person"


@dataclass
class Office:
    """The workspace with colleagues who have accounts: an agent, another one, one who may only look, one who has left."""

    workspace: Workspace
    logins: dict[str, Login]

    def console(self, name: str) -> httpx.Client:
        """The browser of a colleague, whose cookie is the one of a page that is reached by https."""
        cookie, headers = {"__Host-console": self.logins[name].token}, {"Accept": "text/html", "Host": "seller.example", "Origin": "https://seller.example"}
        return httpx.Client(base_url=self.workspace.url, timeout=30, trust_env=False, cookies=cookie, headers=headers)

    def there(self) -> None:
        """Boris has the console open."""
        with self.console("Boris") as client:
            client.get("/console/inbox/count").raise_for_status()

    def root(self, text: str) -> Written:
        """The first message of the thread of the case about this."""
        return self.workspace.wait(lambda: [one for one in self.workspace.slack.in_(SUPPORT) if text in one.said])[-1]

    def thread(self, root: Written, alone: str = "") -> list[str]:
        """What stands in a thread."""
        return [one.said for one in self.workspace.slack.in_(SUPPORT, root.ts, alone)]

    def web(self, *texts: str, conversation: str = "") -> str:
        """A seller on the web page says something; the conversation."""
        with httpx.Client(base_url=self.workspace.url, timeout=30, trust_env=False) as client:
            for text in texts:
                known = {"conversation_id": conversation} if conversation else {}
                conversation = client.post("/api/chat", json={"text": text, "language": "en", **known}).raise_for_status().json()["conversation_id"]
        return conversation

    def said(self, conversation: str) -> list[Any]:
        """What the seller on the web page sees."""
        found = httpx.get(f"{self.workspace.url}/api/chat/{conversation}/messages", trust_env=False).raise_for_status().json()
        return list(found["messages"])

    def audit(self) -> list[tuple[str, str]]:
        """Who did what, of the last."""
        database = Database(self.workspace.settings.database_url)
        with database.transaction() as connection:
            found = [(row.email.partition("@")[0], row.action) for row in connection.execute(AUDIT.select().order_by(AUDIT.c.number))]
        database.close()
        return found


@pytest.fixture
def office(workspace: Workspace, offices: dict[str, Login]) -> Office:
    if not offices:
        with staff(workspace.settings, lambda: NOW) as hire:
            roles = {"Anna": Role.AGENT, "Boris": Role.AGENT, "Vera": Role.VIEWER, "Otto": Role.AGENT}
            offices.update({name: hire(name, role) for name, role in roles.items()})
        database = Database(workspace.settings.database_url)
        Accounts(database).set_active(offices["Otto"].account.number, active=False)
        database.close()
        for user, email in (("UBOR", "boris@example.com"), ("UVER", "vera@example.com"), ("UOTT", "otto@example.com"), ("UXEN", "xenia@example.com")):
            workspace.slack.person(user, user.title(), email)
        workspace.slack.person("UNOM", "No mail")
        workspace.slack.person("UFOR", "Foreign", "boris@example.com", team="T2")
        workspace.slack.person("UUNC", "Unconfirmed", "boris@example.com", is_email_confirmed=False)
    return Office(workspace, offices)


@pytest.fixture(scope="session")
def offices() -> dict[str, Login]:
    """Who has been hired."""
    return {}


def test_a_case_of_slack_is_answered_from_its_thread(office: Office) -> None:
    workspace = office.workspace
    office.there()
    workspace.write("URUI", DISPUTE, "DS1")
    workspace.last("DS1")
    workspace.write("URUI", PERSON, "DS1")
    root = office.root("the dispute was opened: Sunday 22 November 2026 at 14:30")
    assert "Answer by" in root.said
    assert "(2 days 4 h left)" in root.said  # from Monday 10:00 to the safe end on Wednesday 25 November, 14:30
    assert root.button("Open in the console")["url"].startswith("https://seller.example/console/cases/")
    workspace.write("URUI", "Order 77 <!channel> & *now*", "DS1")
    workspace.wait(lambda: any("Order 77 des collègues &amp; now" in said for said in office.thread(root)))
    workspace.write("UANA", "Hello, I am looking at it.", SUPPORT, root.ts)
    answer = workspace.wait(lambda: next((one for one in workspace.slack.in_("DS1") if "I am looking at it." in one.said), None))
    assert answer
    assert "Anna" in answer.said
    workspace.wait(lambda: "Anna has this case." in office.root("Sunday 22 November 2026 at 14:30").said)
    assert sum("I am looking at it" in said for said in office.thread(root)) == 0  # it stands there already
    workspace.write("UANA", "NOTE: Order 77 was paid twice already", SUPPORT, root.ts)
    workspace.wait(lambda: any("internal note" in said for said in office.thread(root, "UANA")))
    workspace.write("UANA", "You see, Order 77 was paid twice already.", SUPPORT, root.ts)
    workspace.wait(lambda: any("holds the text of an internal note" in said for said in office.thread(root, "UANA")))
    workspace.write("UBOR", "I know better.", SUPPORT, root.ts)
    workspace.wait(lambda: any("Anna has this case" in said for said in office.thread(root, "UBOR")))
    workspace.press("UANA", root, root.button("Open in the console"))
    workspace.press("UANA", root, {"type": "button", "action_id": "case:return", "value": "1"})
    workspace.wait(lambda: any("automated assistant again" in one.said for one in workspace.slack.in_("DS1")))
    workspace.wait(lambda: office.thread(root)[-1] == "This case has ended.")
    workspace.write("UANA", "One more thing.", SUPPORT, root.ts)
    workspace.wait(lambda: any("this case has ended" in said for said in office.thread(root, "UANA")))
    told = " ".join(one.said for one in workspace.slack.in_("DS1"))
    assert not any(secret in told for secret in ("paid twice", "know better", "One more thing"))
    assert [done for done in office.audit() if done[0] == "anna"][-4:] == [("anna", "took over"), ("anna", "said"), ("anna", "noted"), ("anna", "returned")]


def test_a_colleague_who_mentions_the_bot_is_heard_as_a_colleague(office: Office) -> None:
    workspace, question = office.workspace, "how do I rename my store once more?"
    office.there()
    conversation = office.web(question, PERSON)
    root = office.root(question)
    told = workspace.message("UANA", f"<@{BOT}> Ask in the store's settings.", SUPPORT, root.ts)
    heard = len(workspace.engine.asked)
    for kind in ("app_mention", "message"):
        workspace.event(told | {"type": kind})
    workspace.wait(lambda: office.said(conversation)[-1]["text"] == "Ask in the store's settings.")
    workspace.write("UANA", "That is all.", SUPPORT, root.ts)
    workspace.wait(lambda: office.said(conversation)[-1]["text"] == "That is all.")
    assert [one["text"] for one in office.said(conversation)].count("Ask in the store's settings.") == 1
    assert len(workspace.engine.asked) == heard


def test_a_case_of_the_web_page_is_answered_from_slack(office: Office) -> None:
    office.there()
    conversation = office.web("how do I upload my products in bulk?", PERSON)
    root = office.root("how do I upload my products in bulk?")
    assert root.button("Take over")
    office.workspace.press("UBOR", root, root.button("Take over"))
    office.workspace.wait(lambda: "Boris answers the seller now." in office.thread(root))
    office.web("It is urgent.", conversation=conversation)
    office.workspace.wait(lambda: any("It is urgent." in said for said in office.thread(root)))
    office.workspace.write("UBOR", "See <https://example.com/a|this page> &amp; that", SUPPORT, root.ts)
    office.workspace.wait(lambda: office.said(conversation)[-1]["text"] == "See this page (https://example.com/a) & that")
    assert office.said(conversation)[-1]["name"] == "Boris"
    boris = office.logins["Boris"]
    number = root.button("Open in the console")["url"].rpartition("/")[2]
    with office.console("Boris") as client:
        sent = client.post(f"/console/cases/{number}/messages", data={"csrf": boris.csrf, "text": "From the console."})
        assert sent.status_code == 303, sent.text
        office.workspace.wait(lambda: any("From the console." in said for said in office.thread(root)))
        client.post(f"/console/cases/{number}/close", data={"csrf": boris.csrf, "reason": "solved"})
    office.workspace.wait(lambda: office.thread(root)[-1] == "This case has ended.")


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        ("UVER", "the account of vera@example.com may look, but not answer"),
        ("UOTT", "the account of otto@example.com is not active"),
        ("UXEN", "xenia@example.com has no account here"),
        ("UNOM", "users:read.email"),
        ("UFOR", "belongs to another workspace"),
        ("UUNC", "no confirmed e-mail address"),
    ],
)
def test_whoever_may_not_answer_is_told_why(office: Office, user: str, reason: str) -> None:
    question = f"how do I change the price of product {user}?"
    office.there()
    conversation = office.web(question, PERSON)
    root = office.root(question)
    before = len(office.said(conversation))
    office.workspace.write(user, "Here is the answer.", SUPPORT, root.ts)
    told = office.workspace.wait(lambda: office.thread(root, user))
    assert reason in told[-1]
    office.workspace.press(user, root, root.button("Take over"))
    office.workspace.wait(lambda: len(office.thread(root, user)) == 2)
    assert len(office.said(conversation)) == before


def test_a_case_that_was_left_is_there_and_its_answer_arrives(local_sockets: None, open_workspace: Open) -> None:
    with open_workspace() as workspace, staff(workspace.settings, lambda: NOW) as hire:
        office = Office(workspace, {"Anna": hire("Anna", Role.AGENT)})  # who is not there
        workspace.write("URUI", "how do I pay my deposit as a new seller?", "DS4")
        workspace.last("DS4")
        workspace.write("URUI", "Leave my question for a colleague", "DS4")
        root = office.root("how do I pay my deposit")
        assert "the assistant goes on answering" in root.said
        workspace.write("URUI", "how do I upload my products in bulk?", "DS4")
        workspace.wait(lambda: any(said.startswith("*Assistant") for said in office.thread(root)))
        workspace.write("UANA", "Here is the answer to what you left.", SUPPORT, root.ts)
        workspace.wait(lambda: any("what you left" in one.said for one in workspace.slack.in_("DS4")))
        assert workspace.slack.complaints == []


@pytest.mark.parametrize("wait", ["1", "100"])
def test_a_colleague_is_not_refused_because_slack_asks_for_patience(office: Office, wait: str) -> None:
    workspace, user, question = office.workspace, f"UZED{wait}", f"how do I rename shop number {wait}?"
    office.there()
    conversation = office.web(question, PERSON)
    root = office.root(question)
    workspace.slack.person(user, "Zed", "boris@example.com")
    workspace.slack.retry_after, workspace.slack.limited["users.info"] = wait, 1
    workspace.write(user, "Here is your answer.", SUPPORT, root.ts)
    if wait == "1":
        workspace.wait(lambda: office.said(conversation)[-1]["text"] == "Here is your answer.")
        assert office.thread(root, user) == []
    else:  # too long: the reason is the true one, and the next try is heard
        workspace.wait(lambda: "something went wrong on our side. Please send it again." in "".join(office.thread(root, user)))
        workspace.write(user, "Here is your answer.", SUPPORT, root.ts)
        workspace.wait(lambda: office.said(conversation)[-1]["text"] == "Here is your answer.")


def test_a_limited_support_channel_catches_up(office: Office) -> None:
    office.workspace.slack.limited["chat.postMessage"] = 1
    office.there()
    office.web("how do I name my store, please?", PERSON)
    root = office.root("how do I name my store, please?")
    office.workspace.wait(lambda: len([one for one in office.workspace.slack.in_(SUPPORT) if "name my store" in one.said]) == 1)
    assert office.thread(root) == []


def test_a_deleted_thread_holds_up_no_other(office: Office) -> None:
    workspace = office.workspace
    office.there()
    office.web("how do I change my store's name?", PERSON)
    root = office.root("how do I change my store's name?")
    with workspace.slack.changed:
        workspace.slack.messages.remove(root)
    workspace.press("UBOR", root, root.button("Take over"))
    office.web("how do I add a second account?", PERSON)
    office.root("how do I add a second account?")


def test_other_threads_of_the_support_channel_are_nobodys_business(office: Office) -> None:
    office.workspace.write("UANA", "Lunch?", SUPPORT, "17.1")
    root = office.workspace.mention("UANA", "how do I upload my products in bulk?", SUPPORT)
    assert "checked on" in office.workspace.last(SUPPORT, root).said
    assert office.thread(Written(SUPPORT, "17.1", "", [])) == []
