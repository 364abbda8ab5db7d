"""Pure decisions of the mediation on plain values: no Django, no query, today is an argument."""
