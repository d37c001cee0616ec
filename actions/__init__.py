"""The dialogue engine's action handlers: slots in, knowledge asked, an answer out. No arithmetic, no policy."""
