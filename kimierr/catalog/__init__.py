"""Catalog files: reading YAML safely, checking its shape, compiling it to the form a diagnosis reads."""
