"""placeholder"""
from __future__ import annotations
def advise(finding, context, client, language): pass
def about_unknown(evidence, findings, context, client): return None
