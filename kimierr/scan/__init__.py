"""Logs of any size to findings: a prefilter over bytes, records around its hits, groups of equal findings."""
