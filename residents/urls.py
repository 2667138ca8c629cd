from django.urls import path

from residents import views

app_name = "residents"

urlpatterns = [
    path("people/search", views.search, name="search"),
    path("people/new", views.new, name="new"),
]
