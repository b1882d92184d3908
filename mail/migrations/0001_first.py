import django.db.models.deletion
from django.db import migrations, models

import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("about", models.CharField(max_length=120)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("recipient", models.EmailField(max_length=254)),
                ("recipient_norm", models.CharField(max_length=320)),
                ("sender_name", models.CharField(blank=True, max_length=160)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="de", max_length=8)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("calendar", models.TextField(blank=True)),
                ("calendar_method", models.CharField(blank=True, max_length=10)),
                ("sensitive", models.BooleanField(default=False)),
                ("message_id", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("expired", "expired"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("not_after", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("ambiguous", models.BooleanField(default=False)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
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
                "indexes": [
                    models.Index(fields=["organisation", "kind", "-created_at"], name="message_by_kind"),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at"], name="message_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "about", "revision", "recipient_norm"),
                        name="message_meaning",
                    )
                ],
            },
        ),
        TenantTable("Message"),
    ]
