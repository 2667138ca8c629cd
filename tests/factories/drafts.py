"""Keeps words of a form as the page's script does while they are typed."""

import json

from django.test import Client


def keep_words(client: Client, form: str, subject: str, fields: dict[str, str]) -> int:
    """The version under which the server keeps them."""
    body = json.dumps({"fields": fields, "version": None, "page": "a", "turn": 1})
    answer = client.post(f"/drafts/{form}/{subject}", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    version: int = answer.json()["version"]
    return version
