"""Other engines on the same phrasings and questions, beside ours: semantic-router, BM25 by bm25s, and Rasa's own DIET.

They are no dependencies of the assistant: each has a process and an environment of its own under var/peers, or Rasa's. Refuses to open a test set.
"""
