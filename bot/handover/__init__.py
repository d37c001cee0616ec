"""Handing a conversation over to a person and back: cases, who is there to take them, and what the seller is told."""
