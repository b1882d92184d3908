from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveyrequest",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("held", "fand statt"), ("moved", "verschoben"), ("missed", "fiel aus")],
                max_length=6,
            ),
        ),
    ]
