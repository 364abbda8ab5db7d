"""Verbs of the mediation, by noun: the only code that changes more than one row, audits, mails and posts.

The order of locks stands in locks.py.
"""
