from django.urls import path

from referrals import call_views, views

app_name = "referrals"

urlpatterns = [
    path("calls/new", call_views.call_new, name="call_new"),
    path("calls/<str:reference>/", call_views.contact, name="contact"),
    path("referrals/<str:reference>/", views.referral, name="referral"),
    path("referrals/<str:reference>/allocate", views.allocate, name="allocate"),
    path("referrals/<str:reference>/close", views.close, name="close"),
    path("allocations/<uuid:pk>/undo", views.undo_allocation, name="undo_allocation"),
]
