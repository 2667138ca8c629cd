from tests.pages.referrals.conftest import address, committed

__all__ = ["address", "committed"]
