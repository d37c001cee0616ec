"""The rule book: one module for each rule of the guide that can be computed."""
