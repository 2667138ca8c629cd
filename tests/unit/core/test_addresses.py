"""The short way from a record to its address gives what Django's long one gives."""

from uuid import uuid4

import pytest
from django.urls import reverse

from core.shortcuts import address_of


@pytest.mark.parametrize(
    ("view", "name", "key"),
    [
        ("worklists:resident", "reference", "P-7K3P-XQ4M"),
        ("referrals:referral", "reference", "R-7K3P-XQ4M"),
        ("talking_shops:conversation", "pk", uuid4()),
        ("talking_shops:agreed_done", "pk", uuid4()),
    ],
)
def test_gives_the_same_address_as_reverse(view: str, name: str, key: object) -> None:
    assert address_of(view, name, key) == address_of(view, name, key) == reverse(view, kwargs={name: key})
