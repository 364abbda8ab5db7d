"""What can be chosen in the mediation: `states` (states, kinds, reasons), `occasions`, `languages`, `sentences`."""
