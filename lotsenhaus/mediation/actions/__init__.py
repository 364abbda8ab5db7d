"""Verbs of the mediation, by noun: the only code that changes more than one row, audits, mails and posts.

Lock order is always mediator → slot → offer → budget, each by id (RELIABILITY, rule 2).
"""
