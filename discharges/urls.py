from django.urls import path

from discharges import review_views, step_views, views

app_name = "discharges"

urlpatterns = [
    path("hospital/", views.hospital_list, name="hospital_list"),
    path("people/<slug:reference>/hospital/new", views.stay_new, name="stay_new"),
    path("hospital/<uuid:pk>/", views.stay, name="stay"),
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
]
