import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantReference, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
        ("programs", "0005_message_texts"),
    ]

    operations = [
        migrations.AddField("rosterimport", "rows", models.PositiveIntegerField(default=0)),
        migrations.AddField("rosterimport", "fixes", models.JSONField(default=dict)),
        migrations.AddField("rosterimport", "asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("rosterimport", "refusal", models.CharField(blank=True, max_length=300)),
        migrations.AddField("rosterimport", "before", models.JSONField(default=dict)),
        migrations.AddField("rosterimport", "taken_back_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "rosterimport",
            "asked_by",
            tenancy.models.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        TenantReference("RosterImport", "asked_by"),
        migrations.CreateModel(
            name="HeaderMeaning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("header_norm", models.CharField(max_length=200)),
                ("field", models.CharField(blank=True, max_length=20)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "header_norm"), name="header_meaning_once"
                    )
                ],
            },
        ),
        TenantTable("HeaderMeaning"),
    ]
