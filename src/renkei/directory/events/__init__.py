"""Kinds of journal entry that the directory writes, split by noun; importing declares them."""
