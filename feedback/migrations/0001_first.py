import uuid

import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_first"),
        ("mentoring", "0001_first"),
        ("programs", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor*in"), ("mentee", "Mentee")], max_length=6),
                ),
                ("month", models.DateField(help_text="First day of the month")),
                ("helpful", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "fit",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("open", "Noch offen"), ("no", "Eher nicht")],
                        max_length=4,
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
                    "program",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("helpful__range", (1, 5))), name="answer_helpful"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor*in"), ("mentee", "Mentee")], max_length=6),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_requests",
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
                    "session",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_requests",
                        to="mentoring.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "session", "membership"), name="survey_request_once"
                    ),
                    models.UniqueConstraint(fields=("organisation", "digest"), name="survey_request_digest"),
                ],
            },
        ),
        TenantTable("SurveyRequest"),
        TenantTable("Answer"),
    ]
