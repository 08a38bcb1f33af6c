"""From readable text to ranked matches: candidates by blocks, alignment of literals, evidence, judgement."""
