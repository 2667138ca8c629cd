"""What the two sides of a referral are told of each other's answers. A reference and a link, never a name of a
person.
"""

from accounts.messages import tell_person, tell_team
from core.words import long_date
from referrals.models import Referral, ReferralNote
from referrals.rules.answers import comes_back_to_team


def tell_sender(referral: Referral, *, key: str, words: str, urgent: bool = False) -> None:
    """Whoever sent the referral hears; their whole team when they have left (ANS-5)."""
    sender, link = referral.sent_by, referral.get_absolute_url()
    if not comes_back_to_team(sender is not None and sender.is_active) and sender is not None:
        tell_person(sender, key=key, words=words, link=link, urgent=urgent)
    elif referral.from_team is not None:
        tell_team(referral.from_team, key=key, words=words, link=link, urgent=urgent)


def tell_sender_of_question(note: ReferralNote) -> None:
    """The sender hears that the receiving team asks something."""
    referral = note.referral
    words = f"{upper_first(note.team.spoken)} asks you something about {referral.reference}"
    tell_sender(referral, key=f"referral-asked:{note.pk}", words=words, urgent=True)


def tell_of_answer(note: ReferralNote, asked: ReferralNote) -> None:
    """Who asked hears that their question was answered; the receiving team when they have left."""
    referral = note.referral
    words, key = f"Your question about {referral.reference} was answered", f"referral-answered:{note.pk}"
    link = referral.get_absolute_url()
    if asked.by.is_active:
        tell_person(asked.by, key=key, words=words, link=link)
    else:
        tell_team(asked.team, key=key, words=words, link=link)


def tell_sender_of_return(referral: Referral) -> None:
    """The sender hears that the referral is theirs again."""
    words = f"{upper_first(referral.team.spoken)} returned {referral.reference} to you: say what becomes of it"
    tell_sender(referral, key=f"referral-returned:{referral.pk}:{referral.version}", words=words, urgent=True)


def tell_both_of_silence(referral: Referral) -> None:
    """The receiving team and the sender hear, once, that the day to answer has passed (ANS-4)."""
    assert referral.answer_by is not None
    link, by = referral.get_absolute_url(), long_date(referral.answer_by)
    ours = f"{referral.reference} was to be answered by {by}: accept it, ask, or return it"
    tell_team(referral.team, key=key_of_silence(referral), words=ours, link=link, urgent=True)
    theirs = f"{upper_first(referral.team.spoken)} has not answered {referral.reference}, which was due by {by}"
    tell_sender(referral, key=f"sender-of-{key_of_silence(referral)}", words=theirs, urgent=True)


def key_of_silence(referral: Referral) -> str:
    """What makes it one telling: the referral, the team that was to answer, and its day."""
    return f"referral-silent:{referral.pk}:{referral.team_id}:{referral.answer_by}"


def upper_first(words: str) -> str:
    """A team's spoken name at the beginning of a sentence: "The Grays CLS team"."""
    return words[:1].upper() + words[1:]
