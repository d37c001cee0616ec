"""The assistant in Slack: messages, threads, a command, forms, the Home tab, the support channel and reminders."""
