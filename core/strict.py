"""What the API takes from callers: nothing that it does not know, and nothing of another type than it asked for."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError


class Strict(serializers.Serializer[Any]):
    """A serializer of what callers send. A field that it does not name is an error, never silently dropped."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if hasattr(data, "keys") else set()
        if unknown:
            raise ValidationError({str(name): ["There is no field of this name."] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string; DRF's own field would take a number for one."""

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(_typed(data, str, "Send text."))
        return text


class Choice(serializers.ChoiceField):
    """One of the listed JSON strings."""

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(_typed(data, str, "Send one of the listed words, as text."))


class YesNo(serializers.BooleanField):
    """true or false; DRF's own field would take "yes" and 1."""

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(_typed(data, bool, "Send true or false."))


def _typed(data: Any, wanted: type, sentence: str) -> Any:
    if not isinstance(data, wanted):
        raise ValidationError(sentence)
    return data
