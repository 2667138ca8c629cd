"""State machines as tables."""

import pytest

from core.errors import WrongState
from core.transitions import StateTable, Transition, as_markdown, status_words

DOOR = StateTable(
    name="Door",
    initial="open",
    owners={"open": "Whoever is last shuts it", "shut": "Whoever comes opens it", "walled_up": "Nobody"},
    transitions=(
        Transition("shut", frozenset({"open"}), "shut", "door.shut"),
        Transition("open", frozenset({"shut"}), "open", "door.opened"),
        Transition("wall up", frozenset({"open", "shut"}), "walled_up", "door.walled_up"),
    ),
)


def test_gives_the_step_that_a_verb_makes_from_a_status() -> None:
    step = DOOR.transition("shut", "open")
    assert (step.target, step.event) == ("shut", "door.shut")


def test_says_who_must_act_when_the_step_is_impossible() -> None:
    with pytest.raises(WrongState, match=r"it is walled up \(nobody\)"):
        DOOR.transition("open", "walled_up")


def test_tells_a_verb_that_no_table_has() -> None:
    with pytest.raises(LookupError, match="paint"):
        DOOR.transition("paint", "open")


def test_knows_what_nothing_leads_out_of() -> None:
    assert DOOR.final_statuses() == {"walled_up"}


def test_draws_itself() -> None:
    assert DOOR.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> shut: shut",
        "    shut --> open: open",
        "    open --> walled_up: wall up",
        "    shut --> walled_up: wall up",
        "    walled_up --> [*]",
    ]


def test_writes_its_page() -> None:
    page = as_markdown(DOOR)
    assert "| walled up | Nobody |" in page
    assert "| wall up | open, shut | walled up | door.walled_up |" in page


def test_a_status_is_said_in_words() -> None:
    assert status_words("awaiting_allocation") == "awaiting allocation"
