import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0006_booking_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "hat im Kalender zugesagt"),
                            ("declined", "hat im Kalender abgesagt"),
                            ("tentative", "hat im Kalender unter Vorbehalt zugesagt"),
                        ],
                        max_length=9,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
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
                (
                    "session",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="mentoring.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "session", "person"), name="session_reply_once"
                    )
                ],
            },
        ),
        TenantTable("SessionReply"),
        migrations.AddField(
            model_name="meetingrules",
            name="room",
            field=models.CharField(
                blank=True, help_text="Link of the person's own video room", max_length=200
            ),
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("used_on", models.DateField(blank=True, null=True)),
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "person"), name="calendar_link_once"),
                    models.UniqueConstraint(fields=("organisation", "digest"), name="calendar_link_digest"),
                ],
            },
        ),
        TenantTable("CalendarLink"),
    ]
