from django.urls import path

from dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/locality/<slug:slug>/", views.locality, name="locality"),
    path("reports/locality/<slug:slug>/<slug:measure>/", views.people_behind, name="people_behind"),
]
