"""Measures speed and memory of the assistant on this machine.

Refuses to touch what serves: it runs its own server on its own ports with its own conversations, and ends only that.
"""
