import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantReference, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_state"),
        ("mentoring", "0002_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
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
                ("begins", models.CharField(help_text="Wall time, 2027-02-11T10:30", max_length=16)),
                (
                    "ends",
                    models.CharField(help_text="Wall time, without it: 2027-02-12T00:00", max_length=16),
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
                    "person",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["begins", "id"],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField(default=b"")),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("added_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("copied_at", models.DateTimeField(blank=True, null=True)),
                ("covers_until", models.DateTimeField(blank=True, null=True)),
                ("zone", models.CharField(blank=True, max_length=64)),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=20)),
                (
                    "is_partial",
                    models.BooleanField(default=False, help_text="Some of its entries could not be read"),
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
                    "person",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DE", "nur bundesweite Feiertage"),
                            ("DE-BW", "Baden-Württemberg"),
                            ("DE-BY", "Bayern"),
                            ("DE-BE", "Berlin"),
                            ("DE-BB", "Brandenburg"),
                            ("DE-HB", "Bremen"),
                            ("DE-HH", "Hamburg"),
                            ("DE-HE", "Hessen"),
                            ("DE-MV", "Mecklenburg-Vorpommern"),
                            ("DE-NI", "Niedersachsen"),
                            ("DE-NW", "Nordrhein-Westfalen"),
                            ("DE-RP", "Rheinland-Pfalz"),
                            ("DE-SL", "Saarland"),
                            ("DE-SN", "Sachsen"),
                            ("DE-ST", "Sachsen-Anhalt"),
                            ("DE-SH", "Schleswig-Holstein"),
                            ("DE-TH", "Thüringen"),
                            ("none", "keine Feiertage"),
                        ],
                        help_text="Empty: as in the organisation",
                        max_length=6,
                    ),
                ),
                ("notice", models.PositiveSmallIntegerField(default=1, help_text="Working days ahead")),
                (
                    "before",
                    models.PositiveSmallIntegerField(
                        default=15, help_text="Minutes kept clear before a session"
                    ),
                ),
                (
                    "after",
                    models.PositiveSmallIntegerField(
                        default=15, help_text="Minutes kept clear after a session"
                    ),
                ),
                (
                    "per_day",
                    models.PositiveSmallIntegerField(
                        blank=True, default=2, help_text="Most sessions a day; empty: any number", null=True
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
        migrations.RemoveConstraint(
            model_name="busy",
            name="busy_once",
        ),
        migrations.AddField(
            model_name="busy",
            name="feed",
            field=tenancy.models.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="busy",
                to="mentoring.feed",
            ),
        ),
        migrations.AddConstraint(
            model_name="busy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("feed", None)),
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
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["organisation", "person", "ends"], name="absence_by_person"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="absence_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("begins__lt", models.F("ends"))), name="absence_order"
            ),
        ),
        migrations.AddIndex(
            model_name="feed",
            index=models.Index(fields=["due_at"], name="feed_due"),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.UniqueConstraint(fields=("organisation", "public_id"), name="feed_public_id"),
        ),
        migrations.AddConstraint(
            model_name="meetingrules",
            constraint=models.UniqueConstraint(fields=("organisation", "person"), name="meeting_rules_once"),
        ),
        TenantTable("Absence"),
        TenantTable("MeetingRules"),
        TenantTable("Feed"),
        TenantReference("Busy", "feed"),
    ]
