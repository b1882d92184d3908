from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_imports"),
    ]

    operations = []
