from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="options",
            field=models.JSONField(default=list, help_text="The best swaps, as the engine's changes"),
        ),
        migrations.AddField(
            model_name="run",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="cancel_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="lease_token",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="run",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="pairs_in_all",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="pairs_looked_at",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="people",
            field=models.PositiveIntegerField(default=0, help_text="How many people are in the inputs"),
        ),
        migrations.AddField(
            model_name="run",
            name="phase",
            field=models.CharField(blank=True, help_text="What the engine does at the moment", max_length=20),
        ),
        migrations.AddField(
            model_name="run",
            name="report",
            field=models.JSONField(default=dict, help_text="Spread, stability and proof"),
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("computing", "rechnet"),
                    ("draft", "Entwurf"),
                    ("published", "veröffentlicht"),
                    ("replaced", "ersetzt"),
                    ("failed", "fehlgeschlagen"),
                    ("cancelled", "abgebrochen"),
                ],
                default="computing",
                max_length=10,
            ),
        ),
    ]
