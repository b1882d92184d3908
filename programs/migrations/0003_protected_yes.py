from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_help")]

    operations = [
        migrations.AddField(
            model_name="tandem",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
