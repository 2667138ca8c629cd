"""No lookup of the search reads the whole table: an index answers each of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from residents.models import Resident
from residents.search import find


@pytest.mark.parametrize(
    "query",
    [
        "smith", "jean smith", "jena smtih", "mary ann smith", "j smith", "smith rm18", "smith rm18 8eb",
        "smith 14/7/45", "smith 1945", "14/7/45", "july 1945", "rm18 8eb", "rm18", "07700 900982", "511000",
        "943 476 5919", "943 476 5918", "P-7K3P-XQ4M", "ethelburga smith", "o brien 14/7/45 rm18 07700 900982",
    ],
)  # fmt: skip
def test_reads_residents_through_indexes_only(asha: User, jean: Resident, query: str) -> None:
    find(query, asha)
    with CaptureQueriesContext(connection) as captured:
        find(query, asha)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in [one["sql"] for one in captured if "residents_resident" in one["sql"]]:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on residents_resident" not in plan, plan
