"""The surfaces: HTTP interface, chat page, command line, and the dialogue process they talk through."""
