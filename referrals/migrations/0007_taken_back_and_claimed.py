"""A contact that was taken back says so itself; what was added can be taken back; who decides claims it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TAKEN_BACK = """
    UPDATE referrals_contact SET withdrawn_at = sent.closed_at
    FROM referrals_referral sent
    WHERE sent.contact_id = referrals_contact.id AND sent.close_reason = 'voided'
      AND sent.closed_by_id = sent.sent_by_id AND sent.answered_at IS NULL
"""
KINDS = [
    ("asked", "Question"),
    ("answered", "Answer"),
    ("returned", "Returned"),
    ("handed_on", "Handed on"),
    ("added", "Added by another contact"),
    ("taken_back", "What was added is taken back"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("referrals", "0006_the_day_of_a_promise_is_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="withdrawn_at",
            field=models.DateTimeField(help_text="when whoever took it took back what it was sent as", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="claimed_at",
            field=models.DateTimeField(help_text="since when somebody at Thurrock First decides about it", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="claimed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referralnote",
            name="earlier",
            field=models.JSONField(help_text="what the referral said before, so that it can be undone", null=True),
        ),
        migrations.AlterField(
            model_name="referralnote",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_at__isnull", True), ("claimed_by__isnull", True)),
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                    _connector="OR",
                ),
                name="referral_claimed_at_has_its_by",
            ),
        ),
        migrations.RunSQL(TAKEN_BACK, migrations.RunSQL.noop),
    ]
