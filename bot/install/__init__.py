"""The set-up of a checkout: both environments, and after them what the assistant builds for itself.

Runs on a bare Python before anything is installed: every module here uses the standard library alone.
"""
