"""Surges: when a count is higher than its own past explains. Numbers in, numbers out."""
