from tests.serving import address, committed

__all__ = ["address", "committed"]
