from programs.urls.guard import guard_urls
from programs.urls.mails import mail_urls
from programs.urls.people import people_urls
from programs.urls.setup import setup_urls

app_name = "programs"
urlpatterns = [*guard_urls, *setup_urls, *mail_urls, *people_urls]
