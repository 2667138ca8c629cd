from django.apps import AppConfig

from residents.endings import register


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "Residents"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor."""
        register("residents.actions.life_endings.ENDERS")
