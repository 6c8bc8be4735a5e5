"""Paperwork: an office's paper, each kind written once for every room.

For all initiatives. It offers question sheets and their answers, attachments, notices, numbered
documents, reminders, retention and what the house holds about one person.
"""
