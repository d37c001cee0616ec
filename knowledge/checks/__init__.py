"""The checks of data/, one module per noun; `knowledge.check` runs them all."""
