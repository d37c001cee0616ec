"""`/seller`, its forms, the Home tab and the first words: for one person alone, and shared when they want it."""

from __future__ import annotations

import json

import pytest

from tests.slack.conftest import Open
from tests.slack.fake import Json
from tests.slack.test_slack_presses import DISPUTE, UPLOAD, option_of
from tests.slack.workspace import Workspace

pytestmark = pytest.mark.model


def test_a_question_is_answered_to_one_person_and_shared_on_demand(workspace: Workspace) -> None:
    workspace.slack.foreign.add("CC1")  # the bot need not be a member
    assert workspace.command("UANA", f"{UPLOAD} <!channel>", "CC1").content == b""
    answer = workspace.last("CC1", alone="UANA")
    assert "checked on" in answer.said
    assert workspace.slack.in_("CC1") == []
    workspace.press("UANA", answer, answer.button("Share with channel"))
    shared = workspace.last("CC1")
    assert shared.said.startswith("Ana asked: how do I upload my products in bulk? colleagues")
    assert "checked on" in shared.said
    assert shared.pressable() == []


def test_a_question_goes_on_where_it_was_asked(workspace: Workspace) -> None:
    workspace.command("UANA", DISPUTE, "CC2")
    answer = workspace.last("CC2", alone="UANA")
    workspace.press("UANA", answer, answer.button("Why?"))
    workspace.last("CC2", alone="UANA", beyond=1)
    assert [sent["message"] for sent in workspace.engine.asked] == [DISPUTE, "Why?"]
    assert len({sent["sender"] for sent in workspace.engine.asked}) == 1


def test_an_answer_that_comes_too_late_for_its_address_arrives_all_the_same(workspace: Workspace) -> None:
    given = {"command": "/seller", "text": UPLOAD, "user_id": "UANA", "channel_id": "CC3", "trigger_id": workspace.slack.trigger()}
    workspace._form(given | {"response_url": workspace._responds("CC3", "UANA", left=0)})
    found = workspace.last("CC3", alone="UANA")
    assert found.by == "whisper"
    workspace.slack.foreign.add("CC4")
    workspace._form(given | {"channel_id": "CC4", "trigger_id": workspace.slack.trigger(), "response_url": workspace._responds("CC4", "UANA", left=0)})
    assert "checked on" in workspace.last("DANA").said  # neither there nor to them alone: in their own messages


@pytest.mark.parametrize("text", ["", "help", "  HELP "])
def test_alone_it_explains_itself(workspace: Workspace, text: str) -> None:
    workspace.command("URUI", text, "CC5")
    found = workspace.last("CC5", alone="URUI")
    assert "`/seller deadlines`" in found.said
    assert found.button("Calculer")


def test_a_rule_is_chosen_filled_in_and_answered(workspace: Workspace) -> None:
    workspace.command("URUI", "calculate", "CC6")
    view = workspace.view("Calculer")
    which = view["blocks"][0]["element"]
    chosen = next(one for group in which["option_groups"] for one in group["options"] if one["value"] == "withdrawal-fee")
    assert workspace.submit("URUI", view, {"which": {"form:which": {"selected_option": None}}})["errors"] == {"which": "Choisir"}
    workspace.press_in_view("URUI", view, which, selected_option=chosen)
    form = workspace.wait(lambda: next((one for one in workspace.slack.views.values() if len(one["blocks"]) > 1), None))
    assert form
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields == ["amounts", "bank_country"]
    country = next(block["element"] for block in form["blocks"] if block.get("block_id") == "bank_country")
    france = next(one for group in country["option_groups"] for one in group["options"] if one["value"] == "FR")
    values: Json = {
        "amounts": {"value": {"type": "plain_text_input", "value": "100\nabc"}},
        "bank_country": {"value": {"type": "static_select", "selected_option": france}},
    }
    problems = workspace.submit("URUI", form, values)
    assert "abc" in problems["errors"]["amounts"]
    values["amounts"]["value"]["value"] = "100\n250,50"
    assert workspace.submit("URUI", form, values) == {}
    answer = workspace.last("CC6", alone="URUI")
    assert "vérifié le" in answer.said
    assert json.loads(workspace.engine.asked[-1]["message"].partition(" ")[2]) == {"amounts": [100, 250.5], "bank_country": "FR"}
    assert workspace.engine.asked[-1]["metadata"]["language"] == "fr"


def test_a_list_of_records_grows_by_an_entry(workspace: Workspace) -> None:
    workspace.command("UANA", "calculate", "CC7")
    view = workspace.view("Calculate")
    which = view["blocks"][0]["element"]
    chosen = next(one for group in which["option_groups"] for one in group["options"] if one["value"] == "net-payout")
    workspace.press_in_view("UANA", view, which, selected_option=chosen)
    form = workspace.wait(lambda: next((one for one in workspace.slack.views.values() if len(one["blocks"]) > 1), None))
    assert form
    another = next(element for block in form["blocks"] if block["type"] == "actions" for element in block["elements"])
    workspace.press_in_view("UANA", form, another)
    grown = workspace.wait(lambda: next((one for one in workspace.slack.views.values() if "sales.1.amount" in json.dumps(one)), None))
    assert grown
    assert workspace.submit("UANA", grown, {"sales.0.amount": {"value": {"type": "number_input", "value": "100"}}})["errors"] == {
        "bank_country": workspace.submit("UANA", grown, {"sales.0.amount": {"value": {"value": "100"}}})["errors"]["bank_country"]
    }


def test_a_window_of_many_options_comes_back_whole(workspace: Workspace) -> None:
    workspace.command("UANA", "calculate", "CC10")
    view = workspace.view("Calculate")
    which = view["blocks"][0]["element"]
    chosen = next(one for group in which["option_groups"] for one in group["options"] if one["value"] == "vat-destination")
    workspace.press_in_view("UANA", view, which, selected_option=chosen)
    form = workspace.wait(lambda: next((one for one in workspace.slack.views.values() if len(one["blocks"]) > 1), None))
    assert len(json.dumps(form)) > 40_000  # every country of the world, twice: encoded, beyond what other addresses take
    problems = workspace.submit("UANA", form, {"this_sale": {"value": {"type": "number_input", "value": "20"}}})["errors"]
    assert {"seller_country", "destination"} <= set(problems)


def test_conversations_of_ones_own_are_deleted_together(workspace: Workspace) -> None:
    workspace.slack.person("UEVA", "Eva")
    workspace.command("UEVA", UPLOAD, "CC8")
    workspace.last("CC8", alone="UEVA")
    workspace.write("UEVA", UPLOAD, "DEVA")
    workspace.last("DEVA")
    workspace.command("UEVA", "forget", "CC8")
    sure = workspace.last("CC8", alone="UEVA", beyond=1)
    workspace.press("UEVA", sure, sure.button("Delete the conversation"))
    workspace.wait(lambda: "Deleted." in workspace.slack.in_("CC8", alone="UEVA")[-1].said)
    workspace.press("UEVA", sure, sure.button("Delete the conversation"))
    workspace.wait(lambda: "There is no conversation" in workspace.slack.in_("CC8", alone="UEVA")[-1].said)


def test_who_wants_a_person_goes_on_in_direct_messages(workspace: Workspace) -> None:
    workspace.slack.person("UPIA", "Pia")
    workspace.command("UPIA", UPLOAD, "CC9")
    answer = workspace.last("CC9", alone="UPIA")
    workspace.press("UPIA", answer, answer.button("Talk to a person"))
    workspace.wait(lambda: "direct messages" in workspace.slack.in_("CC9", alone="UPIA")[-1].said)
    workspace.last("DPIA", beyond=1)
    asked = len(workspace.engine.asked)
    workspace.write("UPIA", "It is about order 12.", "DPIA")  # which the conversation that was taken along gets
    workspace.wait(lambda: len(workspace.slack.in_("DPIA")) > 2 or len(workspace.engine.asked) > asked)
    assert len({sent["sender"] for sent in workspace.engine.asked}) == 1


def test_the_home_tab_searches_and_shows_ones_own(workspace: Workspace) -> None:
    workspace.slack.person("UHAN", "Han")
    workspace.write("UHAN", DISPUTE, "DHAN")
    answer = workspace.last("DHAN")
    menu = answer.element("remind")
    workspace.press("UHAN", answer, menu, selected_option=option_of(menu))
    workspace.wait(lambda: workspace.slack.in_("DHAN", alone="UHAN"))
    workspace.event({"type": "app_home_opened", "user": "UHAN", "channel": "DHAN", "tab": "home", "event_ts": "1"})
    home = workspace.wait(lambda: workspace.slack.homes.get("UHAN"))
    text = json.dumps(home)
    assert all(part in text for part in ("Search the guide", "Reminder:", "Dates to come", "Recent answers", "A dispute was opened on"))
    field = next(block["element"] for block in home["blocks"] if block.get("block_id") == "search")
    workspace.press_in_view("UHAN", home | {"id": "V0"}, field, value="bulk upload")
    workspace.wait(lambda: "Found in the guide" in json.dumps(workspace.slack.homes["UHAN"]))
    show = next(block["accessory"] for block in home["blocks"] if block.get("accessory", {}).get("action_id") == "home:show")
    workspace.press_in_view("UANA", home | {"id": "V0"}, show)  # another's answer
    workspace.wait(lambda: "no longer have this answer" in json.dumps(list(workspace.slack.views.values())))
    workspace.press_in_view("UHAN", home | {"id": "V0"}, show)
    workspace.wait(lambda: "Answer by" in json.dumps(list(workspace.slack.views.values())[-1]))
    cancel = next(block["accessory"] for block in home["blocks"] if block.get("accessory", {}).get("action_id") == "cancel")
    workspace.press_in_view("UHAN", home | {"id": "V0"}, cancel)
    workspace.wait(lambda: "No reminder is set" in json.dumps(workspace.slack.homes["UHAN"]))


def test_the_first_look_is_greeted_once(workspace: Workspace) -> None:
    workspace.slack.person("UNEW", "New")
    opened = {"type": "app_home_opened", "user": "UNEW", "channel": "DNEW", "tab": "messages", "event_ts": "1"}
    workspace.event(opened)
    assert "automated assistant" in workspace.last("DNEW").said
    workspace.event(opened)
    workspace.write("UNEW", UPLOAD, "DNEW")
    workspace.last("DNEW", beyond=1)
    assert len(workspace.slack.in_("DNEW")) == 2
    assert workspace.slack.prompts == []  # in a plain app there are none


@pytest.mark.parametrize("view", ["agent", "assistant"])
def test_threads_of_the_assistant_have_prompts_and_a_status(local_sockets: None, open_workspace: Open, view: str) -> None:
    with open_workspace(slack_view=view) as workspace:
        if view == "agent":
            workspace.event({"type": "app_home_opened", "user": "URUI", "channel": "DRUI", "tab": "messages", "event_ts": "1"})
            thread, root = "", workspace.slack.stamp()
        else:
            thread = root = workspace.slack.stamp()
            begun = {"user_id": "URUI", "channel_id": "DRUI", "thread_ts": thread, "context": {}}
            for retry in ({}, {"X-Slack-Retry-Num": "1"}):  # greeted once, however often it is told
                workspace.event({"type": "assistant_thread_started", "assistant_thread": begun, "event_ts": "1"}, "EvBEGUN", extra=retry)
        prompts = workspace.wait(lambda: workspace.slack.prompts)[0]
        assert prompts.get("thread_ts", "") == thread
        assert len(prompts["prompts"]) == 4
        assert "assistant automatique" in workspace.last("DRUI", thread).said
        workspace.engine.delay = 1.0
        workspace.write("URUI", "Comment ajouter mes produits en masse ?", "DRUI", thread, ts=root if view == "agent" else "")
        answer = workspace.last("DRUI", root, beyond=1 if thread else 0)
        assert "vérifié le" in answer.said
        workspace.wait(lambda: [one["status"] for one in workspace.slack.statuses] == ["cherche…", ""])
        assert len(workspace.slack.in_("DRUI", thread)) == (2 if thread else 1)  # the greeting and, in the same thread, the answer
        assert len(workspace.slack.prompts) == 1
        assert workspace.slack.complaints == []
