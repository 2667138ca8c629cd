from django.urls import path

from talking_shops import views

app_name = "talking_shops"

urlpatterns = [
    path("sessions/", views.today, name="today"),
    path("sessions/<uuid:pk>/", views.session, name="session"),
    path("people/<slug:reference>/talk/", views.conversation_new, name="conversation_new"),
    path("conversations/<uuid:pk>/", views.conversation, name="conversation"),
    path("conversations/<uuid:pk>/add", views.conversation_add, name="conversation_add"),
    path("agreed/<uuid:pk>/done", views.agreed_done, name="agreed_done"),
    path("agreed/<uuid:pk>/undo", views.agreed_undo, name="agreed_undo"),
]
