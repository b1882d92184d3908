from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_protected_yes"),
    ]

    operations = []
