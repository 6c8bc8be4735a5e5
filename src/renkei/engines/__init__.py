"""Engines: numbers. Arrays in, arrays out; no Django, no files, no clock."""
