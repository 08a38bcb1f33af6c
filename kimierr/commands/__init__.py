"""One module a command; `kimierr.cli` only reads their arguments."""
