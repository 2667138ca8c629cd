"""`manage.py api_token --user EMAIL`: a token for another system, shown once; `--revoke` ends all that it has."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import issue_api_token, revoke_api_tokens
from accounts.models import User
from audit.actions import SYSTEM
from core.errors import Refused

DAYS = 90


class Command(BaseCommand):
    help = "Print a new API token for another system. It is shown once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="the account's e-mail address")
        parser.add_argument("--days", type=int, default=DAYS, help=f"for how many days it holds; {DAYS} unless told")
        parser.add_argument("--revoke", action="store_true", help="end every token of the account instead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["user"])
            if options["revoke"]:
                self.stdout.write(f"{revoke_api_tokens(user=user, by=SYSTEM)} tokens of {user.email} hold no longer.")
                return
            token = issue_api_token(user=user, by=SYSTEM, days=options["days"])
        except User.DoesNotExist:
            raise CommandError(f"Nobody has an account with the address {options['user']}.") from None
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(token)
