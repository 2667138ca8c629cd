from django.urls import path

from residents import views

app_name = "residents"

urlpatterns = [
    path("people/new", views.new, name="new"),
]
