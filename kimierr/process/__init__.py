"""A command run as if nothing stood in between, and the end of what it printed."""
