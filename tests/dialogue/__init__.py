"""Tests of the dialogue against the real processes: the assistant and the dialogue engine, as `serve` starts them."""
