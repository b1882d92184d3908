import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
        ("programs", "0001_first"),
        ("mentoring", "0004_time_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor*in"), ("mentee", "Mentee")], max_length=6),
                ),
                (
                    "kind",
                    models.CharField(choices=[("moved", "Moved"), ("cancelled", "Cancelled")], max_length=9),
                ),
                ("before", models.DateTimeField()),
                ("after", models.DateTimeField(blank=True, null=True)),
                ("is_late", models.BooleanField(default=False)),
                ("is_agreed", models.BooleanField(default=False)),
                ("is_delegated", models.BooleanField(default=False)),
                (
                    "by",
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
                    "session",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="mentoring.session",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "session", "at"], name="change_by_session")]
            },
        ),
        migrations.CreateModel(
            name="PostponementChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chosen",
                    models.CharField(
                        choices=[("go_on", "Go On"), ("help", "Help"), ("pause", "Pause")], max_length=5
                    ),
                ),
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
                    "tandem",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postponement_choices",
                        to="programs.tandem",
                    ),
                ),
                (
                    "change",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="mentoring.sessionchange",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "tandem", "change"), name="choice_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Delegate",
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
                ("name", models.CharField(max_length=100)),
                ("email", models.EmailField(max_length=254)),
                ("email_norm", models.CharField(max_length=320)),
                ("digest", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="delegates",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="delegate_public_id"),
                    models.UniqueConstraint(fields=("organisation", "digest"), name="delegate_digest"),
                    models.UniqueConstraint(
                        fields=("organisation", "person", "email_norm"), name="delegate_once"
                    ),
                ],
            },
        ),
        TenantTable("SessionChange"),
        TenantTable("PostponementChoice"),
        TenantTable("Delegate"),
    ]
