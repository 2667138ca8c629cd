from django.apps import AppConfig


class TalkingShopsConfig(AppConfig):
    name = "talking_shops"
    verbose_name = "Talking shops"
