"""Reads of the programme, split by noun."""
