"""python -m bench.pairs: look for the records that may be one person, as the night does, where nobody has yet.

A borough above twice as many people as have a life with us is left as it is: the search walks through everybody.
"""

import django

from bench.boroughs import MOST_LIVES


def main() -> None:
    """Keep the pairs of the borough of DATABASE_URL."""
    django.setup()
    from residents.actions import find_duplicates
    from residents.models import PossibleDuplicate, Resident

    if not PossibleDuplicate.objects.exists() and Resident.objects.count() <= 2 * MOST_LIVES:
        find_duplicates()


if __name__ == "__main__":
    main()
