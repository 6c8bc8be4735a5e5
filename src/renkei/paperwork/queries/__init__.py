"""Reads of the paper, split by noun."""
