"""Who goes where: eligibility, ranking, explanation and verification for language mediation.

Plain Python without Django and without a database. Identifiers are opaque, times are integer minutes
since 1970-01-01 00:00 UTC, intervals are half-open. Start reading at `problem.py`.
"""
