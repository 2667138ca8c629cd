"""Writes about a person: who they are, how they are reached, who is around them, what they need and said."""

from residents.actions.access import Need, end_need, record_need, record_no_needs, review_need
from residents.actions.alerts import Warn, end_alert, raise_alert, review_alert
from residents.actions.changing import lock_life, lock_life_of_kept, lock_lives_of_kept
from residents.actions.circle import Member, add_to_circle, change_link, end_link
from residents.actions.correcting import change_identity
from residents.actions.duplicates import ask_again, find_duplicates, look_for_duplicates, look_later, tell_apart
from residents.actions.handing_over import hand_over, take_away
from residents.actions.identity import Identity, add_resident, columns_of, learn_names
from residents.actions.life import Corrected, correct_life_event, record_death, record_move
from residents.actions.merging import gather_all, gather_late_rows, merge
from residents.actions.parting import check_can_undo, undo_merge
from residents.actions.placing import choose_locality
from residents.actions.reach import Home, Phone, add_phone, change_address, change_phone, end_phone, make_main
from residents.actions.returning import record_return, take_back_return
from residents.actions.sharing import end_share, open_record, share
from residents.actions.story import LONGEST_TITLE, Said, confirm, hear, hear_all, note_event
from residents.actions.writing import Email, add_email, change_email, end_email

__all__ = [
    "LONGEST_TITLE",
    "Corrected",
    "Email",
    "Home",
    "Identity",
    "Member",
    "Need",
    "Phone",
    "Said",
    "Warn",
    "add_email",
    "add_phone",
    "add_resident",
    "add_to_circle",
    "ask_again",
    "change_address",
    "change_email",
    "change_identity",
    "change_link",
    "change_phone",
    "check_can_undo",
    "choose_locality",
    "columns_of",
    "confirm",
    "correct_life_event",
    "end_alert",
    "end_email",
    "end_link",
    "end_need",
    "end_phone",
    "end_share",
    "find_duplicates",
    "gather_all",
    "gather_late_rows",
    "hand_over",
    "hear",
    "hear_all",
    "learn_names",
    "lock_life",
    "lock_life_of_kept",
    "lock_lives_of_kept",
    "look_for_duplicates",
    "look_later",
    "make_main",
    "merge",
    "note_event",
    "open_record",
    "raise_alert",
    "record_death",
    "record_move",
    "record_need",
    "record_no_needs",
    "record_return",
    "review_alert",
    "review_need",
    "share",
    "take_away",
    "take_back_return",
    "tell_apart",
    "undo_merge",
]
