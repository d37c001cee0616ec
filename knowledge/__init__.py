"""What the sellers' guide says: articles, search, rules and the answers built from them.

Knows no web framework, no Rasa and no environment: callers pass folders, clocks and settings in.
"""
