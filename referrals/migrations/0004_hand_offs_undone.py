"""A hand-off that was a mistake is undone by another, and neither counts as felt; what came back stands in the list of
the team that sent it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("localities", "0001_initial"),
        ("referrals", "0003_promises_call_backs_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="handoff",
            name="undoes",
            field=models.OneToOneField(
                help_text="the mistake that this puts right",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="referrals.handoff",
            ),
        ),
        migrations.AddField(
            model_name="handoff",
            name="earlier",
            field=models.JSONField(help_text="what the referral said before, so that it can be undone", null=True),
        ),
        migrations.RemoveIndex(model_name="handoff", name="hand_off_felt_by_team"),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("from_team__isnull", False), models.Q(("from_team", models.F("to_team")), _negated=True)
                        ),
                        ("from_worker__isnull", False),
                        _connector="OR",
                    ),
                    ("undoes__isnull", True),
                ),
                fields=["to_team", "-at"],
                include=("resident", "kind", "id"),
                name="hand_off_felt_in_team",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    models.Q(models.Q(("status", "closed"), _negated=True), ("answered_at__isnull", True)),
                    ("status", "returned"),
                    _connector="OR",
                ),
                fields=["from_team"],
                name="referral_back_with_team",
            ),
        ),
    ]
