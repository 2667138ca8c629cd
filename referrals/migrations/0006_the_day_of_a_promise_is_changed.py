"""The day of a promise is changed with a reason; how often, and the day that was promised first, stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_kept_late_and_taken_call_backs")]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="days_changed",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="how often its day was changed"),
        ),
        migrations.AddField(
            model_name="promise",
            name="first_due_on",
            field=models.DateField(help_text="the day that was promised first; empty: it is still that", null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="why_changed",
            field=models.CharField(blank=True, db_default="", help_text="why, the last time", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days_changed", 0), ("first_due_on__isnull", True), ("why_changed", "")),
                    models.Q(
                        ("days_changed__gt", 0),
                        ("first_due_on__isnull", False),
                        models.Q(("why_changed", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="promise_changed_day_says_why",
            ),
        ),
    ]
