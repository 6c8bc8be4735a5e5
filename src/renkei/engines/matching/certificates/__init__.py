"""Certificates: what was found, checked by code that shares nothing with what found it."""
