"""Finding secrets in readable text, one module a kind; kimierr.redact puts the masks in. Knows nothing about errors."""
