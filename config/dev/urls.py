from django.urls import path

from config.dev import clock, mail

app_name = "dev"
urlpatterns = [
    path("mail/", mail.mail_list, name="mail_list"),
    path("mail.json", mail.mail_json, name="mail_json"),
    path("mail/<int:number>/", mail.mail_detail, name="mail_detail"),
    path("mail/<int:number>/html/", mail.mail_html, name="mail_html"),
    path("mail/<int:number>/<int:part>/", mail.mail_attachment, name="mail_attachment"),
    path("clock/", clock.clock, name="clock"),
]
