from django.urls import path

from worklists import (
    audit_views,
    calls_views,
    duplicate_views,
    merge_views,
    person_views,
    review_views,
    search_views,
    team_views,
    views,
)

app_name = "worklists"

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:pk>/read", views.notice_read, name="notice_read"),
    path("calls/", calls_views.calls, name="calls"),
    path("promises/", calls_views.promises, name="promises"),
    path("look-again/", views.look_again, name="look_again"),
    path("staff/", views.staff, name="staff"),
    path("people/search", search_views.search, name="search"),
    path("people/near", search_views.near, name="near"),
    path("people/duplicates/", duplicate_views.duplicates, name="duplicates"),
    path("people/duplicates/<uuid:pk>/", duplicate_views.duplicate, name="duplicate"),
    path("people/duplicates/<uuid:pk>/two-people", duplicate_views.apart, name="duplicate_apart"),
    path("people/duplicates/<uuid:pk>/ask-again", duplicate_views.again, name="duplicate_again"),
    path("people/duplicates/<uuid:pk>/merge", merge_views.merge, name="duplicate_merge"),
    path("people/duplicates/merges/<uuid:pk>/undo", merge_views.undo, name="merge_undo"),
    path("people/<slug:reference>/", person_views.resident, name="resident"),
    path("people/<slug:reference>/timeline", person_views.timeline, name="timeline"),
    path("people/<slug:reference>/history", audit_views.history, name="history"),
    path("audit/", audit_views.audit_log, name="audit_log"),
    path("teams/", team_views.teams, name="teams"),
    path("teams/mine", team_views.my_team, name="my_team"),
    path("teams/<slug:slug>/", team_views.team_queue, name="team_queue"),
    path("teams/<slug:slug>/reviews", review_views.reviews, name="reviews"),
    path("teams/<slug:slug>/reviews/undo", review_views.reviews_undo, name="reviews_undo"),
    path("teams/<slug:slug>/workers/<uuid:pk>/", team_views.worker, name="worker"),
]
