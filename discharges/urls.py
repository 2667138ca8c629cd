from django.urls import path

from discharges import (
    forecast_views,
    hub_views,
    mending_views,
    morning_views,
    review_views,
    step_views,
    views,
)

app_name = "discharges"

urlpatterns = [
    path("hospital/", views.hospital_list, name="hospital_list"),
    path("hospital/morning", morning_views.morning, name="morning"),
    path("hospital/forecast/", forecast_views.forecast, name="forecast"),
    path("people/<slug:reference>/hospital/new", views.stay_new, name="stay_new"),
    path("hospital/<uuid:pk>/", views.stay, name="stay"),
    path("hospital/<uuid:pk>/plan", hub_views.plan, name="plan"),
    path("hospital/<uuid:pk>/blocker", hub_views.blocker_new, name="blocker_new"),
    path("hospital/<uuid:pk>/blocker-cleared", hub_views.blocker_clear, name="blocker_clear"),
    path("hospital/<uuid:pk>/told", hub_views.told, name="told"),
    path("hospital/<uuid:pk>/undo", hub_views.stay_undo, name="stay_undo"),
    path("hospital/<uuid:pk>/home-today", hub_views.home_today, name="home_today"),
    path("hospital/<uuid:pk>/home-undo", hub_views.home_undo, name="home_undo"),
    path("hospital/<uuid:pk>/error", mending_views.stay_void, name="stay_void"),
    path("hospital/<uuid:pk>/discharge", views.discharge, name="discharge"),
    path("six-weeks/steps", step_views.steps, name="steps"),
    path("six-weeks/steps/<slug:step>", step_views.step_change, name="step_change"),
    path("six-weeks/<uuid:pk>/", review_views.review, name="review"),
    path("six-weeks/<uuid:pk>/visit", review_views.visit, name="visit"),
    path("six-weeks/<uuid:pk>/refusal", review_views.refusal, name="refusal"),
    path("six-weeks/<uuid:pk>/late", review_views.late, name="late"),
    path("six-weeks/visits/<uuid:pk>/held", review_views.visit_held, name="visit_held"),
    path("six-weeks/visits/<uuid:pk>/call-off", review_views.visit_call_off, name="visit_call_off"),
    path("six-weeks/refusals/<uuid:pk>/withdraw", review_views.refusal_withdraw, name="refusal_withdraw"),
    path("hospital/<uuid:pk>/discharge/correct", mending_views.discharge_correct, name="discharge_correct"),
    path("hospital/<uuid:pk>/discharge/error", mending_views.discharge_void, name="discharge_void"),
]
