"""ASK: whether somebody was asked again for what they had told us already."""

from core.rulebook import rule


@rule("ASK-1", source="R2: a form never asks what is known, and the number of re-asks is measured")
def is_re_ask(*, held_already: bool, supersedes: bool, confirmed: bool) -> bool:
    """A person was asked again when somebody wrote down new words under a topic of which we held what they had said
    before, and neither replaced what was known nor confirmed that it is still true. What is added to the same
    conversation, call or assessment is no re-ask.
    """
    return held_already and not supersedes and not confirmed
