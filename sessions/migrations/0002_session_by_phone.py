from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0001_first")]

    operations = [
        migrations.AlterField(
            model_name="session",
            name="form",
            field=models.CharField(
                choices=[("online", "per Video"), ("onsite", "vor Ort"), ("phone", "per Telefon")],
                default="online",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="place",
            field=models.CharField(
                blank=True, help_text="Room, number, or link of the video call", max_length=200
            ),
        ),
    ]
