"""What can be chosen in the mediation: states and reasons, occasions, languages."""
