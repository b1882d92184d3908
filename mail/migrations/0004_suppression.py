import django.db.models.deletion
from django.db import migrations, models

import tenancy.scope
from tenancy.operations import TenantTable

STATES = [(name, name) for name in ("waiting", "sent", "expired", "failed", "blocked", "unwanted", "held")]
FLOWS = [("open", "open"), ("paused", "paused"), ("released", "released"), ("kept", "kept back")]
CATEGORIES = [
    ("program", "Nachrichten der Programmleitung und die Erinnerung an die Einladung"),
    ("tandem", "Erinnerungen an Sitzungen und Hinweise zum Tandem"),
    ("feedback", "Bitten um Rückmeldung"),
]
#: Until now HR knew of these, one by one.
TELL = "UPDATE mail_message SET told = true WHERE kind IN ('program.invitation', 'tandem.confirmed')"


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


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_senders")]

    operations = [
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", key()),
                ("address_norm", models.CharField(max_length=320)),
                ("status", models.CharField(help_text="As in RFC 3463, 5.1.1", max_length=12)),
                ("since", models.DateTimeField()),
                (
                    "told",
                    models.BooleanField(
                        default=False, help_text="A mail of which HR knows bounced or was kept back"
                    ),
                ),
                ("organisation", organisation()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "address_norm"), name="suppression_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("id", key()),
                ("address_norm", models.CharField(max_length=320)),
                ("category", models.CharField(choices=CATEGORIES, max_length=10)),
                ("since", models.DateTimeField()),
                ("organisation", organisation()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "address_norm", "category"), name="opt_out_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField(help_text="How many addresses it is for")),
                ("flow", models.CharField(choices=FLOWS, default="open", max_length=8)),
                ("paused_at", models.DateTimeField(null=True)),
                ("organisation", organisation()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="batch_once"),
                ],
            },
        ),
        TenantTable("Suppression"),
        TenantTable("OptOut"),
        TenantTable("Batch"),
        migrations.AddField(
            "message",
            "public_id",
            models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            "message",
            "batch",
            models.CharField(
                blank=True, default="", help_text="The name of its Batch, if any", max_length=120
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "message",
            "told",
            models.BooleanField(
                default=False, help_text="HR knows that it went out, so it may learn of a bounce"
            ),
        ),
        migrations.AddField("message", "bounced_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "message", "state", models.CharField(choices=STATES, default="waiting", max_length=8)
        ),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["organisation", "batch"],
                condition=models.Q(("batch", ""), _negated=True),
                name="message_by_batch",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(
                fields=("organisation", "public_id"),
                condition=models.Q(("public_id", ""), _negated=True),
                name="message_public_id",
            ),
        ),
    ]
