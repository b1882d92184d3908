"""Our own house: two colleagues who give demos."""

from datetime import datetime

from accounts.models import Role
from accounts.organisations import house
from config.demo_data.people import Sketch, member, sign_in
from tenancy.scope import scope
from website.models import VideoRoom, WorkingHours

HOSTS = [("staff@umento.example", "Ada Falk"), ("jonas@umento.example", "Jonas Rother")]


def fill(now: datetime, password: str) -> None:
    """Write our staff with their working hours and video rooms."""
    with scope(house()):
        for email, name in HOSTS:
            user = sign_in(email, name, password, is_staff=True)
            sketch = Sketch(name, "Demos und Beratung", "Umento", "Bremen", 3, 8)
            host = member(sketch, "umento.example", email=email, user=user, role=Role.OWNER)
            VideoRoom.objects.create(host=host, url=f"https://video.umento.example/{name.split()[0].lower()}")
            for weekday in range(5):
                for first, last in ((9, 12), (13, 17)):
                    WorkingHours.objects.create(host=host, weekday=weekday, starts=60 * first, ends=60 * last)
