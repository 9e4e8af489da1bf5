"""Passages found by word and by meaning."""
