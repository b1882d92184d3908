from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0003_absences_and_feeds"),
    ]

    operations = []
