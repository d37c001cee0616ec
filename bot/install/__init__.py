"""The set-up of a checkout: both environments, with our command; what the assistant needs it builds for itself.

Runs on a bare Python before anything is installed: every module here uses the standard library alone.
"""
