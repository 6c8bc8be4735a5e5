"""Writes of the directory, split by noun."""
