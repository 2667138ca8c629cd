from django.apps import AppConfig

from residents.apps import register_enders


class TalkingShopsConfig(AppConfig):
    name = "talking_shops"
    verbose_name = "Talking shops"

    def ready(self) -> None:
        """Say what a death or a move ends on this floor."""
        register_enders("talking_shops.actions.ENDERS")
