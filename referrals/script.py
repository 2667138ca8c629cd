"""What to say on the telephone: the Council's words for each step and each need. Nobody has to read them out."""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.enums import Need


@dataclass(frozen=True)
class Step:
    """One part of a call, with what may be said in it."""

    title: str
    lines: tuple[str, ...]


HELLO = Step(
    "Hello",
    (
        "“Thurrock First, you are speaking to …. How can I help?”",
        "Let them tell it in their own words, and write those down. Ask who it is about meanwhile.",
        "“Is it safe to talk now? May we ring you back on this number if we are cut off?”",
    ),
)
WHO = Step(
    "When somebody calls for another person",
    (
        "“Do they know that you are calling? Are they happy for us to talk about it?”",
        "Without their agreement we may listen, and say nothing about them.",
    ),
)
GOODBYE = Step(
    "Before you say goodbye",
    (
        "“What would good look like for you?” Write it down in their words.",
        "Say what happens next, who does it and by when. Promise only what you have written down.",
        "“If anything changes, or nobody has rung by then, ring us again on 01375 511000.”",
    ),
)

ABOUT: Mapping[str, tuple[str, ...]] = {
    Need.GETTING_ABOUT: (
        "“When did you last fall? Were you hurt? Could you get up by yourself?”",
        "“How do you get to bed, to the toilet, in and out of the house?”",
        "“What have you tried already?”",
    ),
    Need.PERSONAL_CARE: (
        "“What can you do by yourself on a good day, and on a bad one?”",
        "“Who helps you now? How are they?”",
        "“Have you eaten and drunk today?”",
    ),
    Need.COMPANY: (
        "“Whom do you see in a week? What did you enjoy before?”",
        "“What would get you out of the house?”",
    ),
    Need.CARER: (
        "“How are you yourself? Do you sleep?”",
        "“What would happen tomorrow if you could not do it?”",
        "“Do you work or study beside it?”",
    ),
    Need.MEMORY: (
        "“Since when? Has a doctor looked at it?”",
        "“Is the cooker, the front door or the road a worry?”",
    ),
    Need.MENTAL_HEALTH: (
        "“Do you feel safe now? Have you thought of ending your life?” It does no harm to ask.",
        "“Does anybody see you already, such as a GP or a nurse?”",
    ),
    Need.MONEY_HOUSING: (
        "“Is there money for food and heating this week?”",
        "“May you stay where you live? Until when?”",
    ),
    Need.AFTER_HOSPITAL: (
        "“When did you come home? What were you told would be arranged?”",
        "“Who is with you tonight?”",
    ),
    Need.CARE_NOT_RIGHT: (
        "“What happened, and when? Is anybody in danger now?”",
        "“Have you told the provider? What did they say?”",
    ),
    Need.OTHER: ("“What made you ring today?”", "“Who else have you asked?”"),
}


@dataclass(frozen=True)
class Script:
    """The whole of it, in the order of a call; what is said about each need stands between."""

    before: tuple[Step, ...]
    about: Mapping[str, Step]
    after: tuple[Step, ...]


SCRIPT = Script(
    before=(HELLO, WHO),
    about={str(need): Step(f"About: {Need(need).label}", lines) for need, lines in ABOUT.items()},
    after=(GOODBYE,),
)
