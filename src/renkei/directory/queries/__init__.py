"""Reads of the directory, split by noun."""
