"""Reads of opportunities, split by noun."""
