import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

DATA = [
    ("manager", "Führungskraft"),
    ("measure", "Karrierestufe oder Berufsjahre"),
    ("department", "Bereich"),
    ("place", "Standort"),
]


def as_before():
    """Programs that are there go on pairing people whose data is missing, until HR decides otherwise."""
    return ["manager", "measure"]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def organisation():
    return models.ForeignKey(
        db_index=False,
        default=tenancy.scope.organisation_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="accounts.organisation",
    )


def below(default):
    return models.BooleanField(default=default, help_text="The mentor stands nowhere below the mentee.")


def shared(default):
    return models.PositiveSmallIntegerField(default=default, help_text="Steps up without a common manager.")


def allowed(default):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(choices=DATA, max_length=10), blank=True, default=default, size=None
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0007_vocabulary"),
    ]

    operations = [
        migrations.AddField("program", "mentor_below", below(False)),
        migrations.AlterField("program", "mentor_below", below(True)),
        migrations.AddField("program", "shared_depth", shared(0)),
        migrations.AlterField("program", "shared_depth", shared(1)),
        migrations.AddField("program", "other_department", models.BooleanField(default=False)),
        migrations.AddField("program", "other_place", models.BooleanField(default=False)),
        migrations.AddField("program", "allow_unchecked", allowed(as_before)),
        migrations.AlterField("program", "allow_unchecked", allowed(list)),
        migrations.CreateModel(
            name="AbsentManager",
            fields=[
                ("id", key()),
                ("email_norm", models.CharField(max_length=320)),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absent_managers",
                        to="accounts.membership",
                    ),
                ),
                ("organisation", organisation()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "membership"), name="absent_manager_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GuardFinding",
            fields=[
                ("id", key()),
                ("rule", models.CharField(max_length=20)),
                ("fact", models.CharField(max_length=200)),
                ("found_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "kept_by",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                ("organisation", organisation()),
                (
                    "tandem",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="programs.tandem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "tandem", "rule", "fact"), name="guard_finding_once"
                    )
                ],
            },
        ),
        TenantTable("AbsentManager"),
        TenantTable("GuardFinding"),
    ]
