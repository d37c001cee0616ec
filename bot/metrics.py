"""What is counted and timed, for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

REQUESTS = Counter("assistant_http_requests_total", "Requests by route and status.", ["route", "status"])
SECONDS = Histogram("assistant_http_seconds", "Time to answer a request, by route.", ["route"])
DECISIONS = Counter("assistant_ask_decisions_total", "Stateless look-ups by decision.", ["decision"])
TURNS = Counter("assistant_chat_turns_total", "Chat turns by decision.", ["decision"])
DIALOGUE_FAILURES = Counter("assistant_dialogue_failures_total", "Chat turns that the dialogue process failed, by reason.", ["reason"])
