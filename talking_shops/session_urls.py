"""The addresses of one session's page and of the figures of all."""

from django.urls import path

from talking_shops import attending_views, footfall_views, session_views

SESSIONS = [
    path("sessions/footfall/", footfall_views.footfall_report, name="footfall"),
    path("sessions/<uuid:pk>/start", session_views.start, name="start"),
    path("sessions/<uuid:pk>/taps", session_views.tap, name="tap"),
    path("sessions/<uuid:pk>/taps/undo", session_views.tap_undo, name="tap_undo"),
    path("sessions/<uuid:pk>/counts", session_views.counts, name="counts"),
    path("sessions/<uuid:pk>/note/", attending_views.note, name="session_note"),
    path("sessions/<uuid:pk>/attending/", attending_views.attending_new, name="attending_new"),
    path("sessions/<uuid:pk>/attending/me", attending_views.attending_me, name="attending_me"),
    path("attending/<uuid:pk>/<slug:where>", attending_views.attending_say, name="attending_say"),
]
