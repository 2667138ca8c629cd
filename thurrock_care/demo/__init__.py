"""The demo borough: two years of plausible life, made deterministically and in bulk.

No real person. Rows go to PostgreSQL by COPY, a slice of people at a time, so that a million
people need no more memory than a few thousand. What an action would have written is written
here by a function of the same name in `records`, and a test compares the two; what a rule
decides is decided by that rule. See docs/adr/0008-demo-borough.md.

From the bottom up: words and keys → ledger → records → people, staff, venues → lives → build.
"""
