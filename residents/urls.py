from django.urls import path

from residents import alert_views, circle_views, detail_views, life_views, views
from residents.enums import LifeKind

app_name = "residents"

urlpatterns = [
    path("people/new", views.new, name="new"),
    path("people/new/matches", views.matches, name="matches"),
    path("people/new/matches/call", views.matches, {"for_call": True}, name="matches_for_call"),
    path("people/<slug:reference>/details", detail_views.details, name="details"),
    path("people/<slug:reference>/details/change/<slug:question>", detail_views.identity, name="identity"),
    path("people/<slug:reference>/details/phones/new", detail_views.phone_new, name="phone_new"),
    path("people/<slug:reference>/details/phones/<uuid:pk>", detail_views.phone, name="phone"),
    path("people/<slug:reference>/details/phones/<uuid:pk>/main", detail_views.phone_main, name="phone_main"),
    path("people/<slug:reference>/details/emails/new", detail_views.email_new, name="email_new"),
    path("people/<slug:reference>/details/emails/<uuid:pk>", detail_views.email, name="email"),
    path("people/<slug:reference>/details/address", detail_views.address, name="address"),
    path("people/<slug:reference>/details/locality", detail_views.locality, name="locality"),
    path("people/<slug:reference>/details/circle/find", circle_views.circle_find, name="circle_find"),
    path("people/<slug:reference>/details/circle/new", circle_views.circle_new, name="circle_new"),
    path("people/<slug:reference>/details/circle/<uuid:pk>", circle_views.circle_link, name="circle_link"),
    path("people/<slug:reference>/alerts", alert_views.alerts, name="alerts"),
    path("people/<slug:reference>/alerts/access/new", alert_views.need_new, name="need_new"),
    path("people/<slug:reference>/alerts/access/<uuid:pk>", alert_views.need, name="need"),
    path("people/<slug:reference>/alerts/new", alert_views.alert_new, name="alert_new"),
    path("people/<slug:reference>/alerts/<uuid:pk>", alert_views.alert, name="alert"),
    path("people/<slug:reference>/life", life_views.life, name="life"),
    path("people/<slug:reference>/died", life_views.life_new, {"kind": LifeKind.DIED}, name="died"),
    path("people/<slug:reference>/moved", life_views.life_new, {"kind": LifeKind.MOVED}, name="moved"),
    path("people/<slug:reference>/life/<uuid:pk>/in-error", life_views.life_in_error, name="life_in_error"),
]
