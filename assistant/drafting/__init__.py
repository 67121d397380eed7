"""Retrieve, prompt, ask, check, repair, fall back: from a request to a draft."""
