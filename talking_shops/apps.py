from django.apps import AppConfig

from residents.endings import register


class TalkingShopsConfig(AppConfig):
    name = "talking_shops"
    verbose_name = "Talking shops"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor."""
        register("talking_shops.actions.ENDERS")
        register("talking_shops.actions.event_life.ENDERS")
