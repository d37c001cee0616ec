"""The opening hours of the seller support chat.

Says nothing of public holidays, as the guide does not: who needs to be sure leaves them out.
"""

from __future__ import annotations

from datetime import datetime

from knowledge.calendars import is_weekend
from knowledge.parameters import ParameterView


def is_open(moment: datetime, params: ParameterView) -> bool:
    """Whether the chat is open by its hours: Monday to Friday, the closing time excluded."""
    opens, closes = params.time("support.chat_opens"), params.time("support.chat_closes")
    return not is_weekend(moment.date()) and opens <= moment.time() < closes
