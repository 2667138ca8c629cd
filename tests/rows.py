"""How many rows each table holds: what a test of "nothing was written" compares."""

from django.apps import apps

# What the frame around every page may touch: sessions, and the counters of wrong passwords.
NOT_COUNTED = {"sessions", "axes"}


def rows(*, without: str = "") -> dict[str, int]:
    """Rows by table; `without` leaves one table out ("audit.event" for pages that write who looked)."""
    models = [model for model in apps.get_models() if model._meta.app_label not in NOT_COUNTED]
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in models
        if model._meta.managed and model._meta.label_lower != without
    }
