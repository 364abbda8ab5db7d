"""What a list may be; everything is checked before, or in the child process. Standard library only."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 25 * MEGABYTE
MOST_ENTRIES = 300
MOST_RATIO = 150
"""Packed to unpacked; judged only above 1 MB, because small repetitive sheets pack well."""
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_SHEETS = 20
MOST_SIGNS = 2_000
"""Of one cell; the rest is cut."""
MEMORY = 256 * MEGABYTE
CPU_SECONDS = 6
SECONDS = 8.0
MOST_ANSWER = 40 * MEGABYTE
