from django.urls import path

from talking_shops import capture_views, session_views
from talking_shops.after_urls import AFTER
from talking_shops.event_urls import EVENTS
from talking_shops.planner_urls import PLANNER
from talking_shops.public_urls import PUBLIC
from talking_shops.session_urls import SESSIONS
from talking_shops.talk_urls import TALKS

app_name = "talking_shops"

urlpatterns = [
    path("capture/", capture_views.capture, name="capture"),
    path("capture/sessions.json", capture_views.sessions, name="capture_sessions"),
    path("sw.js", capture_views.worker, name="worker"),
    path("sessions/", session_views.today, name="today"),
    path("sessions/<uuid:pk>/", session_views.session, name="session"),
    *SESSIONS,
    *EVENTS,
    *PLANNER,
    *TALKS,
    *AFTER,
    *PUBLIC,
]
