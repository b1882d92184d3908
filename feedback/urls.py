from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [path("f/<str:token>/", views.survey, name="survey")]
