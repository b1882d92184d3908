import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

FORMS = [("de", "Deutsch, Sie"), ("de-du", "Deutsch, Du"), ("en", "Englisch")]
GROUPS = [
    ("all", "alle, die dabei sind"),
    ("invited", "eingeladen, noch nicht dabei"),
    ("ready", "bereit"),
    ("tandem", "im Tandem"),
    ("without", "auf der Warteliste: bereit, noch ohne Tandem"),
]


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


def program(name):
    return tenancy.models.TenantForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=name,
        to="programs.program",
    )


def person():
    return tenancy.models.TenantForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="accounts.membership",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_goals_and_phases"),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageText",
            fields=[
                ("id", key()),
                ("kind", models.CharField(max_length=60)),
                ("form", models.CharField(choices=FORMS, max_length=5)),
                ("subject", models.CharField(max_length=150)),
                ("body", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("organisation", organisation()),
                ("program", program("message_texts")),
                ("saved_by", person()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "program", "kind", "form"), name="message_text_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnMessage",
            fields=[
                ("id", key()),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("group", models.CharField(choices=GROUPS, max_length=10)),
                ("subject_de", models.CharField(blank=True, max_length=150)),
                ("body_de", models.TextField(blank=True)),
                ("subject_en", models.CharField(blank=True, max_length=150)),
                ("body_en", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("send_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("organisation", organisation()),
                ("program", program("own_messages")),
                ("written_by", person()),
            ],
            options={
                "ordering": ["-send_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="own_message_public_id"
                    ),
                    models.CheckConstraint(
                        name="own_message_sent_or_withdrawn",
                        condition=models.Q(
                            ("sent_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["send_at"],
                        condition=models.Q(("sent_at__isnull", True), ("withdrawn_at__isnull", True)),
                        name="own_message_due",
                    ),
                ],
            },
        ),
        TenantTable("MessageText"),
        TenantTable("OwnMessage"),
    ]
