"""The articles as editors change them: drafts and published versions, their checks, and the way back into files."""
