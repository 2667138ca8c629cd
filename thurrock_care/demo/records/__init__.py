"""What actions would have written, written in bulk: each function has its action's name and writes the same rows.

A test carries out the action beside the function and compares every column. Left out are the
outbox's jobs, which are done and hold nothing that anybody reads, and notices older than a month.
"""
