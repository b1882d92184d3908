from datetime import time

import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

CHANNELS = [("mail", "per Mail"), ("calendar", "im Kalender"), ("none", "gar nicht")]


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0007_replies_and_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_before", models.CharField(choices=CHANNELS, default="mail", max_length=8)),
                ("hour_before", models.CharField(choices=CHANNELS, default="mail", max_length=8)),
                ("quiet_from", models.TimeField(default=time(20, 0))),
                (
                    "quiet_until",
                    models.TimeField(
                        default=time(7, 0),
                        help_text="The same as quiet_from: no quiet hours",
                    ),
                ),
                ("workdays_only", models.BooleanField(default=True)),
                ("bundle", models.BooleanField(default=False)),
                ("bundle_hour", models.PositiveSmallIntegerField(default=8)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="reminderchoice",
            index=models.Index(
                condition=models.Q(("bundle", True)),
                fields=["organisation"],
                name="reminder_choice_bundle",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.UniqueConstraint(
                fields=("organisation", "person"), name="reminder_choice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("bundle_hour__range", (0, 23))), name="reminder_choice_hour"
            ),
        ),
        TenantTable("ReminderChoice"),
    ]
