from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0005_changes_and_delegates"),
    ]

    operations = []
