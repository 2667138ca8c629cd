"""A conversation grows into the full care and support assessment: nothing that it says is asked again."""

from django.db import transaction

from accounts.models import User
from assessments.actions.full import Assessed, Found, save_full, start_full
from assessments.enums import Seen, SeenAt
from assessments.models import Assessment
from talking_shops.enums import Place
from talking_shops.models import Conversation

SEEN = {Place.PHONE: (Seen.PHONE, ""), Place.HOME: (Seen.YES, SeenAt.HOME)}
ELSEWHERE = (Seen.YES, SeenAt.ELSEWHERE)


@transaction.atomic
def grow_from_conversation(conversation: Conversation, by: User) -> Assessment:
    """The person's open assessment, or one that begins with how the conversation was held: what they said stands in it
    already, as statements. Raises NotPermitted.
    """
    assert conversation.resident is not None
    begun = Assessment.objects.open_full_of(conversation.resident)
    if begun is not None:
        return begun
    begun = start_full(resident=conversation.resident, by=by)
    seen, seen_at = SEEN.get(Place(conversation.place), ELSEWHERE)
    found = Found(seen=seen, seen_at=seen_at, with_whom=conversation.with_whom)
    return save_full(assessment=begun, told=Assessed(found), by=by)
