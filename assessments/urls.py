from django.urls import path

from assessments import views

app_name = "assessments"

urlpatterns = [
    path("hospital/<uuid:stay_id>/light-touch", views.light_touch, name="light_touch"),
]
