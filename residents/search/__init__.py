"""Finding people: search scores, it does not filter, and every hit says why."""

from residents.search.finding import Hit, Results, find, find_by, near_matches
from residents.search.proof import add_person_link, proven_return, proven_search

__all__ = ["Hit", "Results", "add_person_link", "find", "find_by", "near_matches", "proven_return", "proven_search"]
