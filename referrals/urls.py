from django.urls import path

from referrals import call_views, check_views, views

app_name = "referrals"

urlpatterns = [
    path("calls/new", call_views.call_new, name="call_new"),
    path("calls/new/guidance", call_views.guidance, name="guidance"),
    path("calls/new/check", check_views.call_check, name="call_check"),
    path("calls/<slug:reference>/", call_views.contact, name="contact"),
    path("referrals/<slug:reference>/", views.referral, name="referral"),
    path("referrals/<slug:reference>/allocate", views.allocate, name="allocate"),
    path("referrals/<slug:reference>/close", views.close, name="close"),
    path("allocations/<uuid:pk>/undo", views.undo_allocation, name="undo_allocation"),
]
