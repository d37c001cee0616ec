"""Finding the article that answers a question: encoder, index and ranking."""
