from django.apps import AppConfig

from residents.apps import register_enders


class DischargesConfig(AppConfig):
    name = "discharges"
    verbose_name = "Discharges"

    def ready(self) -> None:
        """Say what a death or a move ends on this floor."""
        register_enders("discharges.actions.life_endings.ENDERS")
