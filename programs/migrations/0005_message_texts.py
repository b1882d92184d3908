from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_goals_and_phases"),
    ]

    operations = []
