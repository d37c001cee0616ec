"""Microsoft Teams: the assistant in personal chats, group chats and channels, and as a search in the box where messages are written."""
