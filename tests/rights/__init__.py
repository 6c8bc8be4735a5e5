"""Proofs of the rights: every kind of record, every role, every address."""
