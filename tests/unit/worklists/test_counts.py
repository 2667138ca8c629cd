"""Counts beside a row: which are asked for, and that their SQL is put together once."""

from unittest.mock import patch

import pytest
from django.db.models import OuterRef, Subquery

from accounts.models import User
from localities.models import Team
from referrals.models import Referral
from residents.models import Resident
from tests.factories.referrals import make_referral
from worklists.counts import CountOf
from worklists.teams import with_counts

pytestmark = pytest.mark.django_db


def counting() -> CountOf:
    return CountOf(Referral.objects.filter(team=OuterRef("pk")).awaiting_allocation())


def test_asks_only_for_the_numbers_that_are_named() -> None:
    assert "unheld" not in str(with_counts("waiting", "held").query)
    assert with_counts("waiting").earliest("pk").waiting == 0
    assert with_counts().earliest("pk").unheld == 0


def test_puts_the_sql_of_a_kept_query_together_once(jean: Resident, asha: User) -> None:
    teams = Team.objects.annotate(waiting=counting())
    there = make_referral(jean, asha).team
    with patch.object(Subquery, "as_sql", autospec=True, side_effect=Subquery.as_sql) as compiled:
        for slug in (there.slug, "hospital-hub", there.slug):
            assert teams.get(slug=slug).waiting == (slug == there.slug)
    assert compiled.call_count == 1


def test_puts_it_together_anew_for_another_query() -> None:
    count = counting()
    kept = str(Team.objects.annotate(waiting=count).query)
    assert str(Team.objects.annotate(held=count).filter(held=1).query) != kept
    assert count.compiled is None
