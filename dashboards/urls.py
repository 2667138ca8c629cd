from django.urls import path

from dashboards import asking_views, returning_views, six_weeks_views, views

app_name = "dashboards"

urlpatterns = [
    path("reports/asked-again/", asking_views.asked_again, name="asked_again"),
    path("reports/asked-again/<slug:slug>/", asking_views.asked_again_by_team, name="asked_again_by_team"),
    path("reports/returned/", returning_views.returned, name="returned"),
    path("reports/returned/<slug:slug>/", returning_views.returned_by_team, name="returned_by_team"),
    path("reports/", views.index, name="index"),
    path("reports/locality/<slug:slug>/", views.locality, name="locality"),
    path("reports/locality/<slug:slug>/due/<int:year>-<int:month>-<int:day>/", six_weeks_views.due_in_week, name="due"),
    path("reports/locality/<slug:slug>/days-left/<slug:band>/", six_weeks_views.days_left, name="days_left"),
    path("reports/locality/<slug:slug>/late/<slug:cause>/", six_weeks_views.late_because, name="late_because"),
    path("reports/locality/<slug:slug>/<slug:measure>/", views.people_behind, name="people_behind"),
]
