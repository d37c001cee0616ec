"""What Slack's documentation allows of blocks, views and messages; the page that says so stands beside each.

Refuses guesses: where Slack documents nothing, it says so.
"""

from __future__ import annotations

from datetime import timedelta

# docs.slack.dev/reference/block-kit/blocks/…
SECTION_TEXT = 3000  # section-block
HEADER_TEXT = 150  # header-block
CONTEXT_ELEMENTS = 10  # context-block
CONTEXT_TEXT = 3000  # the text object of one element
ACTIONS = 25  # actions-block
LABEL, HINT = 2000, 2000  # input-block
ACTION_ID = 255
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100  # reference/block-kit/blocks

# docs.slack.dev/reference/block-kit/block-elements/…
BUTTON_TEXT, BUTTON_VALUE, BUTTON_URL = 75, 2000, 3000  # button-element
PLACEHOLDER = 150
OPTIONS = 100  # select-menu-element; as many groups of them
WRITTEN = 3000  # plain-text-input-element

# docs.slack.dev/reference/block-kit/composition-objects/…
OPTION_TEXT, OPTION_VALUE = 75, 150  # option-object
GROUP_LABEL = 75  # option-group-object
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30  # confirmation-dialog-object

# docs.slack.dev/reference/views/modal-views and home-tab-views
VIEW_TITLE, VIEW_BUTTON, PRIVATE_METADATA = 24, 24, 3000

# docs.slack.dev/reference/methods/chat.postMessage
MESSAGE_TEXT = 4000  # from which Slack advises against longer ones; the texts of all blocks together are kept below it too,
# as Slack refuses somewhere beyond 9000 without documenting where (msg_blocks_too_long)

# docs.slack.dev/reference/methods/chat.scheduleMessage
SCHEDULE_AHEAD = timedelta(days=120)

# docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
PROMPTS = 4

# docs.slack.dev/interactivity/handling-user-interaction
RESPONSE_LASTS = timedelta(minutes=30)  # of one response_url, which takes five answers
