"""renkei (連携): a prefecture and its central city run one joint programme as one system.

Start at the door plates: the docstring of each room's `__init__.py` says what the room is for,
which initiatives it serves and what it offers to the rooms above it.
"""
