"""Writes of the programme, split by noun."""
