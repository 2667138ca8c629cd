"""RCP-1 to RCP-6: in which form a receipt is offered, where it may go, and how long its link holds."""

from datetime import datetime, timedelta

import pytest

from core.clock import LONDON
from residents.enums import AccessKind
from talking_shops.enums import ReceiptForm
from talking_shops.rules.receipts import (
    LONGEST_TEXT,
    fit_text,
    form_to_offer,
    formats_to_arrange,
    link_holds,
    must_be_told,
    why_not_email,
    why_not_text,
)

MADE = datetime(2026, 9, 1, 12, tzinfo=LONDON)
LARGE, PRINT, TEXT, EMAIL = ReceiptForm.LARGE_PRINT, ReceiptForm.PRINT, ReceiptForm.TEXT, ReceiptForm.EMAIL


@pytest.mark.parametrize(
    ("kinds", "last", "may_text", "form"),
    [
        ([], None, True, PRINT),
        ([AccessKind.LARGE_PRINT], None, True, LARGE),
        ([AccessKind.LARGE_PRINT], PRINT, True, LARGE),
        ([AccessKind.LARGE_PRINT], EMAIL, True, EMAIL),
        ([], TEXT, True, TEXT),
        ([], TEXT, False, PRINT),
        ([AccessKind.LARGE_PRINT], TEXT, False, LARGE),
        ([], LARGE, True, LARGE),
    ],
)
def test_rcp_1_offers_what_they_took_last_and_never_small_print_to_who_needs_large(
    kinds: list[AccessKind], last: ReceiptForm | None, may_text: bool, form: ReceiptForm
) -> None:
    assert form_to_offer(kinds, last, may_text=may_text) == form


@pytest.mark.parametrize(
    ("kinds", "wish", "last", "may_text", "form"),
    [
        ([], EMAIL, TEXT, True, EMAIL),
        ([], TEXT, EMAIL, True, TEXT),
        ([], TEXT, EMAIL, False, EMAIL),
        ([], TEXT, None, False, PRINT),
        ([], PRINT, EMAIL, True, PRINT),
        ([], LARGE, None, True, LARGE),
        ([AccessKind.LARGE_PRINT], PRINT, EMAIL, True, LARGE),
        ([AccessKind.LARGE_PRINT], EMAIL, None, True, EMAIL),
    ],
)
def test_rcp_1_how_they_want_things_in_writing_counts_before_what_they_took_last(
    kinds: list[AccessKind], wish: ReceiptForm, last: ReceiptForm | None, may_text: bool, form: ReceiptForm
) -> None:
    assert form_to_offer(kinds, last, may_text=may_text, wish=wish) == form


@pytest.mark.parametrize(
    ("kinds", "safe", "asked", "words"),
    [
        ([], True, False, ""),
        ([], None, True, ""),
        ([], None, False, "Ask first"),
        ([], False, True, "It is not safe"),
        ([AccessKind.NO_TEXT], True, True, "do not text"),
        ([AccessKind.BRAILLE], True, True, "braille"),
        ([AccessKind.LARGE_PRINT], True, True, ""),
    ],
)
def test_rcp_2_texts_only_where_they_said_that_it_is_safe(
    kinds: list[AccessKind], safe: bool | None, asked: bool, words: str
) -> None:
    told = why_not_text(kinds, safe, asked_now=asked)
    assert words in told if words else told == ""
    assert "no longer theirs" in why_not_text(kinds, safe, asked_now=asked, has_ended=True)


def test_rcp_3_tells_of_formats_that_are_not_made_here() -> None:
    kinds = [AccessKind.LANGUAGE, AccessKind.LARGE_PRINT, AccessKind.BRAILLE, AccessKind.HEARING_AID]
    assert formats_to_arrange(kinds) == [AccessKind.BRAILLE, AccessKind.LANGUAGE]


def test_rcp_4_a_text_holds_whole_lines_and_always_how_to_say_what_is_wrong() -> None:
    fitted = fit_text(["Thurrock Council", "Ben: ring"], ["a" * 900, "short"], ["Wrong? Ring us"])
    assert fitted.words == "Thurrock Council\nBen: ring\nshort\nWrong? Ring us"
    assert fitted.left_out == 1


@pytest.mark.parametrize("length", range(860, 925))
def test_rcp_4_a_text_is_never_longer_than_what_can_be_sent(length: int) -> None:
    assert len(fit_text(["b" * length], ["c"], ["Wrong? Ring us"]).words) <= LONGEST_TEXT


def test_rcp_5_the_link_holds_for_sixty_days() -> None:
    assert link_holds(MADE, MADE + timedelta(days=59))
    assert not link_holds(MADE, MADE + timedelta(days=60))


@pytest.mark.parametrize(
    ("taken", "by_message", "said_how", "wanted"),
    [
        (False, False, False, True),
        (False, True, False, False),
        (False, False, True, False),
        (True, False, False, False),
    ],
)
def test_rcp_6_who_is_left_out_is_told(taken: bool, by_message: bool, said_how: bool, wanted: bool) -> None:
    assert must_be_told(taken=taken, by_message=by_message, said_how=said_how) is wanted


@pytest.mark.parametrize(
    ("safe", "asked", "words"),
    [(True, False, ""), (None, True, ""), (None, False, "Ask first"), (False, True, "It is not safe")],
)
def test_rcp_7_writes_only_where_they_said_that_it_is_safe(safe: bool | None, asked: bool, words: str) -> None:
    told = why_not_email(safe, asked_now=asked)
    assert words in told if words else told == ""
    assert "no longer theirs" in why_not_email(safe, asked_now=asked, has_ended=True)
