"""Stands for a program of yours: it fails with what the OpenAI SDK prints when Kimi's request limit is reached."""

import sys

sys.exit(
    "Traceback (most recent call last):\n"
    '  File "ask.py", line 12, in <module>\n'
    "    answer = client.chat.completions.create(model='kimi-k2.5', messages=messages)\n"
    "openai.RateLimitError: Error code: 429 - {'error': {'message': 'Your account org-4e1c07<ak-f7d2b9> request reached "
    "organization max RPM: 20, please try again after 1 seconds', 'type': 'rate_limit_reached_error'}}"
)
