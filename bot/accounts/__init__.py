"""Who may use the console: accounts and their roles, log-in, sessions, and the record of what was done.

Keeps no password and no token as it is, only what cannot be turned back into one.
"""
