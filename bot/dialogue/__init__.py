"""The dialogue process: how it is built, started, and talked to."""
