from django.apps import AppConfig

from residents.apps import register_enders


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Say what a death or a move ends on this floor."""
        register_enders("referrals.actions.life_endings.ENDERS")
