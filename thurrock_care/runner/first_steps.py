"""Brings the database up to date before the web server starts, in one Django process.

    python -m thurrock_care.runner.first_steps RESIDENTS FILE

Each step does only what is missing, so an interrupted run is finished
by the next one. What `sign_ins` prints goes to FILE, to be shown once the address works.
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.utils.module_loading import import_string


def main(residents: str, sign_ins: str) -> None:
    """Tables and reference data, the demo borough with its figures of quarters that are over, the list of sign-ins."""
    django.setup()
    call_command("prepare")
    call_command("demo", "--if-missing", "--residents", residents, "--seed", "7")
    import_string("talking_shops.actions.show_quarters_at_release")()
    with Path(sign_ins).open("w") as file:
        call_command("sign_ins", stdout=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
