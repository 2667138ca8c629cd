"""The launcher behind `make run` and `make test`: real servers, one supervisor, one log.

Nothing in here imports Django; `places` needs only the standard library, because the
local settings ask it where the servers are.
"""
