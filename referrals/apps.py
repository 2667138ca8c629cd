from django.apps import AppConfig

from residents.endings import register


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor."""
        register("referrals.actions.life_endings.ENDERS")
