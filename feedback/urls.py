from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [
    path("f/<str:token>/", views.survey, name="survey"),
    path("f/<str:token>/outcome/", views.outcome, name="outcome"),
    path("f/<str:token>/done/", views.done, name="done"),
]
