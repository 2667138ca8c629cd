from django.urls import path

from residents import views

app_name = "residents"

urlpatterns = [
    path("people/new", views.new, name="new"),
    path("people/new/matches", views.matches, name="matches"),
    path("people/new/matches/call", views.matches, {"for_call": True}, name="matches_for_call"),
]
