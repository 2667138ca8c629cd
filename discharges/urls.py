from django.urls import path

from discharges import views

app_name = "discharges"

urlpatterns = [
    path("hospital/", views.hospital_list, name="hospital_list"),
    path("people/<slug:reference>/hospital/new", views.stay_new, name="stay_new"),
    path("hospital/<uuid:pk>/", views.stay, name="stay"),
    path("hospital/<uuid:pk>/discharge", views.discharge, name="discharge"),
]
