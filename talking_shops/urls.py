from django.urls import path

from talking_shops import agreed_views, capture_views, conversation_views, session_views
from talking_shops.after_urls import AFTER
from talking_shops.event_urls import EVENTS
from talking_shops.planner_urls import PLANNER
from talking_shops.public_urls import PUBLIC
from talking_shops.session_urls import SESSIONS

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
    path("people/<slug:reference>/talk/", conversation_views.conversation_new, name="conversation_new"),
    path("conversations/<uuid:pk>/", conversation_views.conversation, name="conversation"),
    path("conversations/<uuid:pk>/add", conversation_views.conversation_add, name="conversation_add"),
    path("agreed/<uuid:pk>/done", agreed_views.agreed_done, name="agreed_done"),
    path("agreed/<uuid:pk>/undo", agreed_views.agreed_undo, name="agreed_undo"),
    *AFTER,
    *PUBLIC,
]
