"""Receipts by their address, and their dates as a calendar file.

A cancellation before shipping on Friday 20 November 2026 is refunded within 7 to 14 days: 27 November to 4 December; the
14th working day is 10 December (guide, question 58).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from bot.lookup import Lookup
from bot.receipts import Case, identify
from bot.settings import Settings
from tests.hosting import application

pytestmark = pytest.mark.model

NOBODY = 9  # a port on which nobody listens
DATED = {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}


@pytest.fixture(scope="module")
def client(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("receipts")
    (folder / "index").symlink_to(var / "index", target_is_directory=True)
    with TestClient(application(lookup, Settings(var=folder, dialogue_port=NOBODY)), raise_server_exceptions=False) as found:
        yield found


def events_of(content: bytes) -> list[Any]:
    """The events of a calendar file."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def computed(client: TestClient, **inputs: str) -> dict[str, Any]:
    """The reply of the rule."""
    found: dict[str, Any] = client.post("/api/rules/refund-timing", json={"inputs": inputs, "today": "2026-11-23"}).json()
    return found


def test_a_receipt_is_read_by_its_id(client: TestClient) -> None:
    first = computed(client, **DATED)
    assert client.get(f"/api/receipts/{first['answer']['receipt_id']}").json() == first


def test_the_dates_can_be_taken_along(client: TestClient) -> None:
    response = client.get(f"/api/receipts/{computed(client, **DATED)['answer']['receipt_id']}.ics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "refund-timing.ics" in response.headers["content-disposition"]
    events = events_of(response.content)
    assert {event["dtstart"].dt for event in events} == {date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 10)}
    assert all("10 December 2026" in event["description"] for event in events)  # the answer itself goes along


def test_a_receipt_in_french_stays_french(client: TestClient) -> None:
    body = {"inputs": DATED, "today": "2026-11-23", "language": "fr"}
    first = client.post("/api/rules/refund-timing", json=body).json()
    address = f"/api/receipts/{first['answer']['receipt_id']}"
    assert client.get(address).json() == first
    events = events_of(client.get(f"{address}.ics").content)
    assert all("10 décembre 2026" in event["description"] for event in events)
    english = events_of(client.get(f"/api/receipts/{computed(client, **DATED)['answer']['receipt_id']}.ics").content)
    assert [event["uid"] for event in events] == [event["uid"] for event in english]


def test_a_changed_date_of_one_matter_updates_its_events(client: TestClient) -> None:
    """The ids that two turns of one conversation carry: same matter, dates changed once."""
    read = []
    for day, changes in (("2026-11-20", 0), ("2026-11-23", 1)):
        receipt = computed(client, **DATED | {"event_date": day})["receipt"]
        identity = identify(receipt, Case.of_conversation("secret", "refund-timing", 1, changes))
        read.append(events_of(client.get(f"/api/receipts/{identity}.ics").content))
    first, second = read
    assert [event["uid"] for event in first] == [event["uid"] for event in second]
    assert [event["sequence"] for event in second] == [1] * len(second)
    assert {event["dtstart"].dt for event in first}.isdisjoint({event["dtstart"].dt for event in second})


def test_without_a_date_there_is_nothing_to_take_along(client: TestClient) -> None:
    """The guide gives no number for a return after receipt (question 58)."""
    response = client.get(f"/api/receipts/{computed(client, situation='return_after_receipt')['answer']['receipt_id']}.ics")
    assert response.status_code == 404
    assert "no date" in response.json()["detail"]


def test_a_rule_that_has_changed_gives_no_old_receipt(client: TestClient) -> None:
    identity = identify(computed(client, **DATED)["receipt"] | {"version": 0})
    response = client.get(f"/api/receipts/{identity}")
    assert response.status_code == 404
    assert "has changed" in response.json()["detail"]


@pytest.mark.parametrize("changed", [{"rule": "no-such-rule"}, {"inputs": {"situation": "x"}}, {"today": "2026-02-30"}, {"inputs": {"unknown": 1}}])
@pytest.mark.parametrize("ending", ["", ".ics"])
def test_an_id_that_stands_for_nothing_is_not_found(client: TestClient, changed: dict[str, Any], ending: str) -> None:
    identity = identify(computed(client, **DATED)["receipt"] | changed)
    response = client.get(f"/api/receipts/{identity}{ending}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("identity", ["x", "%00", "A" * 5_000, "äöü", "..%2f..%2fetc"])
def test_nonsense_is_not_found(client: TestClient, identity: str) -> None:
    assert client.get(f"/api/receipts/{identity}.ics").status_code == 404
