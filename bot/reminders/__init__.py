"""Reminders of computed deadlines: planned by whoever was told the deadline, sent in time, cancelled at will."""
