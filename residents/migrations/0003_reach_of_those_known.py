"""Those who are known already get rows for the telephone number and the address that stand with them."""

from typing import Any

from django.db import migrations

CHUNK = 2000


def copy_reach(apps: Any, schema_editor: Any) -> None:
    """From the day on which each was added, as for somebody who is added now."""
    Resident = apps.get_model("residents", "Resident")
    PhoneNumber = apps.get_model("residents", "PhoneNumber")
    Address = apps.get_model("residents", "Address")
    for person in Resident.objects.iterator(chunk_size=CHUNK):
        since = {"resident": person, "started_on": person.added_at.date(), "noted_by_id": person.added_by_id}
        if person.phone:
            PhoneNumber.objects.create(number=person.phone, is_main=True, safe_to_call=person.safe_to_call, **since)
        if person.address or person.postcode:
            Address.objects.create(lines=person.address, postcode=person.postcode, **since)


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_circle_reach_access_and_merging")]

    operations = [migrations.RunPython(copy_reach, migrations.RunPython.noop, elidable=True)]
