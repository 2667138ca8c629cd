from django.apps import AppConfig


class DischargesConfig(AppConfig):
    name = "discharges"
    verbose_name = "Discharges"
