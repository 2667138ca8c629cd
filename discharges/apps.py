from django.apps import AppConfig

from residents.endings import register


class DischargesConfig(AppConfig):
    name = "discharges"
    verbose_name = "Discharges"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor."""
        register("discharges.actions.life_endings.ENDERS")
