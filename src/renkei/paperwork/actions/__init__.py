"""Writes of the paper, split by noun."""
