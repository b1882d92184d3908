import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_first"),
        ("programs", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "verabredet"),
                            ("cancelled", "abgesagt"),
                            ("held", "fand statt"),
                            ("missed", "fiel aus"),
                        ],
                        default="booked",
                        max_length=9,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                (
                    "local_start",
                    models.CharField(
                        help_text="Wall time in the zone when it was booked, 2027-02-11T10:30", max_length=16
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("online", "per Video"), ("onsite", "vor Ort"), ("phone", "per Telefon")],
                        default="online",
                        max_length=6,
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="Room, number, or link of the video call", max_length=200
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("booked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "booked_by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
                    "tandem",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="programs.tandem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Busy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("label", models.CharField(blank=True, max_length=40)),
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
                        related_name="busy",
                        to="accounts.membership",
                    ),
                ),
                (
                    "session",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy",
                        to="mentoring.session",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["organisation", "starts_at"], name="session_by_start"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("state", "booked")), fields=["starts_at"], name="session_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="session_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("organisation", "tandem", "number"),
                name="session_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="session_order"
            ),
        ),
        migrations.AddIndex(
            model_name="busy",
            index=models.Index(fields=["organisation", "person", "ends_at"], name="busy_by_person"),
        ),
        migrations.AddConstraint(
            model_name="busy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("person"), models.F("person"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="busy_once",
            ),
        ),
        TenantTable("Session"),
        TenantTable("Busy"),
    ]
