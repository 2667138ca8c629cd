from django.urls import path

from services import goal_views, mending_views, programme_views, views

app_name = "services"

urlpatterns = [
    path("reablement/", views.board, name="board"),
    path("reablement/teams/<slug:slug>/places", views.places, name="places"),
    path("reablement/teams/<slug:slug>/<slug:which>/", views.people, name="people"),
    path("people/<slug:reference>/reablement/new", programme_views.programme_new, name="programme_new"),
    path("reablement/<uuid:pk>/", programme_views.programme, name="programme"),
    path("reablement/<uuid:pk>/start", programme_views.start, name="start"),
    path("reablement/<uuid:pk>/change", programme_views.change, name="change"),
    path("reablement/<uuid:pk>/end", programme_views.end, name="end"),
    path("reablement/<uuid:pk>/cancel", programme_views.cancel, name="cancel"),
    path("reablement/<uuid:pk>/correct", mending_views.correct, name="correct"),
    path("reablement/<uuid:pk>/becomes", mending_views.becomes, name="becomes"),
    path("reablement/<uuid:pk>/goals/new", goal_views.goal_new, name="goal_new"),
    path("reablement/goals/<uuid:pk>/", goal_views.goal, name="goal"),
]
