"""`make bench`: how fast the working pages are, beside the plainest page and beside bare SQL, all in one run.

An absolute time holds for one machine on one day only. What is claimed is a ratio within one
run: each page is asked for in turns with P, the plainest signed-in page, so that whatever else
the machine does slows both. See docs/performance.md and shared targets there.
"""
