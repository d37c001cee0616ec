"""Tests, one file for each noun of the project; see pyproject.toml for the tiers that need more than Python."""
