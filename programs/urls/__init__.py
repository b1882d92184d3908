from programs.urls.people import people_urls
from programs.urls.setup import setup_urls

app_name = "programs"
urlpatterns = [*setup_urls, *people_urls]
