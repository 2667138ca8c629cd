"""Rules of Talking Shops, each with a number."""
