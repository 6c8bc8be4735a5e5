"""Writes of opportunities, split by noun."""
