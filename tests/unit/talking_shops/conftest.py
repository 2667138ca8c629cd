from tests.committed import committed

__all__ = ["committed"]
