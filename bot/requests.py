"""The bodies of HTTP requests, strictly checked, with the examples that the documentation shows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr
from pydantic_core import PydanticCustomError

from bot.gaps.store import Complaint
from knowledge.understanding.language import KNOWN

LANGUAGES = ("auto", *sorted(KNOWN))


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise PydanticCustomError("unknown_language", "This language is not known.", {"codes": ", ".join(LANGUAGES[1:])})
    return language


Today = Annotated[StrictStr | None, Field(description="The day or minute asked about, YYYY-MM-DD or YYYY-MM-DDTHH:MM in Paris; without it the current time.")]
Language = Annotated[
    StrictStr,
    AfterValidator(_known),
    Field(description="Language of the message; auto detects it.", json_schema_extra={"enum": list(LANGUAGES)}),
]

AnswerLanguage = Annotated[
    StrictStr,
    AfterValidator(_known),
    Field(description="Language of the answer; auto is English, as there is no message to tell it.", json_schema_extra={"enum": list(LANGUAGES)}),
]

ConversationId = Annotated[StrictStr, Field(description="The id that the first turn of the conversation returned.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AskRequest(_Body):
    """One question."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"text": "The buyer cancelled yesterday before shipping. When is the refund due?", "today": "2026-11-23"}]},
    )

    text: StrictStr
    language: Language = "auto"
    today: Today = None


class RuleRequest(_Body):
    """Inputs of a rule."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, "today": "2026-11-23"}]},
    )

    inputs: dict[str, Any]
    language: AnswerLanguage = "auto"
    today: Today = None


class ChatRequest(_Body):
    """One message of a conversation; without an id a new conversation begins."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{"text": "Until when can I appeal?", "today": "2026-11-23T10:00"}]})

    conversation_id: ConversationId | None = None
    text: StrictStr
    language: Language = "auto"
    today: Today = None


class PassRequest(_Body):
    """The code of a conversation that was begun elsewhere."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{"code": "K7PQ2-XM4RT"}]})

    code: Annotated[StrictStr, Field(max_length=100)]


class FeedbackRequest(_Body):
    """A vote on an answer."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{"helpful": False, "reason": "outdated"}]})

    helpful: bool
    reason: Annotated[Complaint | None, Field(description="What is wrong with an answer that did not help.")] = None
