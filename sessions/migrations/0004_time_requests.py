import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantReference, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0003_absences_and_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "revision",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: for the next session", null=True
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                (
                    "form",
                    models.CharField(
                        choices=[("online", "per Video"), ("onsite", "vor Ort"), ("phone", "per Telefon")],
                        default="online",
                        max_length=6,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("answer_until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "angefragt"),
                            ("accepted", "zugesagt"),
                            ("declined", "passt nicht"),
                            ("withdrawn", "zurückgenommen"),
                            ("expired", "ohne Antwort"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    "asked_by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "session",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_requests",
                        to="mentoring.session",
                    ),
                ),
                (
                    "tandem",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_requests",
                        to="programs.tandem",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="busy",
            name="request",
            field=tenancy.models.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="busy",
                to="mentoring.timerequest",
            ),
        ),
        migrations.AddIndex(
            model_name="timerequest",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["answer_until"], name="time_request_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="timerequest",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="time_request_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="timerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("organisation", "tandem"),
                name="time_request_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="timerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="time_request_order"
            ),
        ),
        TenantTable("TimeRequest"),
        TenantReference("Busy", "request"),
    ]
