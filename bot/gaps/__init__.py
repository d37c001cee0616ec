"""Questions that the assistant did not answer well: kept without what names a person, clustered, and turned into phrasings or drafts."""
