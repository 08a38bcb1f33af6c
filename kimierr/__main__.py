"""`python -m kimierr`."""

from kimierr.main import command

command()
