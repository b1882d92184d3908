import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
from tenancy.operations import TenantReference

STATES = [
    ("computing", "rechnet"),
    ("draft", "Entwurf"),
    ("released", "wartet auf den Versand"),
    ("publishing", "wird verschickt"),
    ("published", "veröffentlicht"),
    ("replaced", "ersetzt"),
    ("failed", "fehlgeschlagen"),
    ("cancelled", "abgebrochen"),
]


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_steps"), ("accounts", "0001_first")]

    operations = [
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(choices=STATES, default="computing", max_length=10),
        ),
        migrations.AddField(
            model_name="run",
            name="publish_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="publish_by",
            field=tenancy.models.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        TenantReference("Run", "publish_by"),
        migrations.AddField(
            model_name="run",
            name="tell_waiting",
            field=models.BooleanField(default=False, help_text="Whether those without a tandem get a mail"),
        ),
        migrations.AddField(
            model_name="run",
            name="published_to",
            field=models.PositiveBigIntegerField(default=0, help_text="Proposals up to this key are done"),
        ),
        migrations.AddField(
            model_name="run",
            name="refused",
            field=models.JSONField(default=list, help_text="Keys of proposals that were no longer possible"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("state__in", ["released", "publishing"])),
                fields=["publish_at"],
                name="run_to_publish",
            ),
        ),
    ]
