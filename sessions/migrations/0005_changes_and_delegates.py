from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0004_time_requests"),
    ]

    operations = []
