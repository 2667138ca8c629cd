from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "sealed"
    verbose_name = "Sealed drafts"
