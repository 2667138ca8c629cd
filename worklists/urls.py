from django.urls import path

from worklists import views

app_name = "worklists"

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("people/<str:reference>/", views.resident, name="resident"),
    path("people/<str:reference>/timeline", views.timeline, name="timeline"),
    path("people/<str:reference>/history", views.history, name="history"),
    path("audit/", views.audit_log, name="audit_log"),
    path("teams/", views.teams, name="teams"),
    path("teams/<slug:slug>/", views.team_queue, name="team_queue"),
    path("teams/<slug:slug>/reviews", views.reviews, name="reviews"),
    path("teams/<slug:slug>/workers/<uuid:pk>/", views.worker, name="worker"),
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:pk>/read", views.notice_read, name="notice_read"),
    path("staff/", views.staff, name="staff"),
]
