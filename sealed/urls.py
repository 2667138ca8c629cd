from django.urls import path

from sealed import device_views, views

app_name = "sealed"

urlpatterns = [
    path("outbox/", device_views.outbox, name="outbox"),
    path("outbox/key", views.key, name="key"),
    path("outbox/items", views.items, name="items"),
    path("outbox/needing/", views.needing, name="needing"),
    path("outbox/needing/<uuid:pk>/again", views.again, name="again"),
    path("outbox/needing/<uuid:pk>/let-go", views.let_go, name="let_go"),
    path("outbox/needing/<uuid:pk>/text", views.text, name="text"),
    path("outbox/waiting/", views.waiting, name="waiting"),
    path("outbox/waiting/<uuid:pk>/read", views.read, name="read"),
]
