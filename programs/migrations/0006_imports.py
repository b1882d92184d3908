from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_message_texts"),
    ]

    operations = []
