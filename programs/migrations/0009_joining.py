import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

SIDES = [("mentor", "Mentor*in"), ("mentee", "Mentee")]
OPEN_SIDES = [("both", "beide"), ("mentor", "Mentor*innen"), ("mentee", "Mentees")]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def public_id():
    return models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20)


def organisation():
    return models.ForeignKey(
        db_index=False,
        default=tenancy.scope.organisation_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="accounts.organisation",
    )


def program(name):
    return tenancy.models.TenantForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=name,
        to="programs.program",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaysIn",
            fields=[
                ("id", key()),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), blank=True, default=list, size=None
                    ),
                ),
                ("sides", models.CharField(choices=OPEN_SIDES, default="both", max_length=6)),
                ("open_to_house", models.BooleanField(default=False)),
                ("nominating", models.BooleanField(default=False)),
                ("nominations", models.PositiveIntegerField(default=0)),
                ("organisation", organisation()),
                ("program", program("ways_in")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "program"), name="ways_in_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoiningLink",
            fields=[
                ("id", key()),
                ("public_id", public_id()),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("organisation", organisation()),
                ("program", program("joining_links")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "digest"), name="joining_link_digest"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("organisation", "program"),
                        name="joining_link_one_good",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoiningRequest",
            fields=[
                ("id", key()),
                ("public_id", public_id()),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("email_norm", models.CharField(max_length=320)),
                ("side", models.CharField(choices=SIDES, max_length=6)),
                ("language", models.CharField(choices=[("de", "Deutsch"), ("en", "Englisch")], max_length=2)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("organisation", organisation()),
                ("program", program("+")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "expires_at"], name="joining_request_expiry"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "digest"), name="joining_request_digest"),
                    models.UniqueConstraint(
                        fields=("organisation", "program", "email_norm"), name="joining_request_once"
                    ),
                ],
            },
        ),
        TenantTable("WaysIn"),
        TenantTable("JoiningLink"),
        TenantTable("JoiningRequest"),
    ]
