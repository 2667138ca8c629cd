from django.urls import path

from assessments import full_views, views

app_name = "assessments"

urlpatterns = [
    path("hospital/<uuid:stay_id>/light-touch", views.light_touch, name="light_touch"),
    path("people/<slug:reference>/assessment", full_views.start, name="start"),
    path("assessments/<uuid:pk>", full_views.full, name="full"),
    path("assessments/<uuid:pk>/undo", full_views.undo_completion, name="undo_completion"),
    path("assessments/<uuid:pk>/in-error", full_views.in_error, name="in_error"),
]
