"""Writes about a person: add them, hear a statement, confirm one, note an event, share with a partner."""

from residents.actions.identity import Identity, add_resident, columns_of, learn_names
from residents.actions.sharing import end_share, open_record, share
from residents.actions.story import LONGEST_TITLE, confirm, hear, note_event

__all__ = [
    "LONGEST_TITLE",
    "Identity",
    "add_resident",
    "columns_of",
    "confirm",
    "end_share",
    "hear",
    "learn_names",
    "note_event",
    "open_record",
    "share",
]
