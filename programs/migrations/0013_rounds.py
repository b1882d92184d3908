import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

KINDS = [("invite", "Einladungen"), ("remind", "Erinnerungen"), ("message", "Eigene Nachricht")]


class Migration(migrations.Migration):
    dependencies = [("programs", "0012_report_words")]

    operations = [
        migrations.CreateModel(
            name="Round",
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
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("started_at", models.DateTimeField()),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Of participants, in the order of work",
                        size=None,
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "message",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="programs.ownmessage",
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
                        related_name="rounds",
                        to="programs.program",
                    ),
                ),
                (
                    "started_by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "started_at"],
                        condition=models.Q(("finished_at__isnull", True)),
                        name="round_unfinished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="round_public_id"),
                ],
            },
        ),
        TenantTable("Round"),
    ]
