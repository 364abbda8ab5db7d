"""Reads over several models: what lies on a desk, what happens today."""
