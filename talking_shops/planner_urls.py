"""Addresses of the planner: months, series, single dates, the rota, venues."""

from django.urls import path

from talking_shops import date_views, planner_views, venue_views

PLANNER = [
    path("sessions/plan/", planner_views.plan, name="plan"),
    path("sessions/plan/rota/", planner_views.plan_rota, name="plan_rota"),
    path("sessions/plan/series/", planner_views.all_series, name="all_series"),
    path("sessions/plan/series/new", planner_views.series_new, name="series_new"),
    path("sessions/plan/series/<uuid:pk>/", planner_views.series, name="series"),
    path("sessions/plan/series/<uuid:pk>/change", planner_views.series_change, name="series_change"),
    path("sessions/plan/series/<uuid:pk>/end", planner_views.series_end, name="series_end"),
    path("sessions/plan/date/new", date_views.date_new, name="date_new"),
    path("sessions/plan/date/<uuid:pk>/", date_views.plan_date, name="plan_date"),
    path("sessions/plan/date/<uuid:pk>/cancel", date_views.date_cancel, name="date_cancel"),
    path("sessions/plan/date/<uuid:pk>/move", date_views.date_move, name="date_move"),
    path("sessions/plan/date/<uuid:pk>/skip", date_views.date_skip, name="date_skip"),
    path("sessions/plan/date/<uuid:pk>/reinstate", date_views.date_reinstate, name="date_reinstate"),
    path("sessions/plan/date/<uuid:pk>/rota", date_views.rota_add, name="rota_add"),
    path("sessions/plan/rota/<uuid:pk>/remove", date_views.rota_remove, name="rota_remove"),
    path("sessions/plan/venues/", venue_views.venues, name="venues"),
    path("sessions/plan/venues/new", venue_views.venue_new, name="venue_new"),
    path("sessions/plan/venues/<slug:slug>/", venue_views.venue, name="venue"),
    path("sessions/plan/venues/<slug:slug>/change", venue_views.venue_change, name="venue_change"),
    path("sessions/plan/venues/<slug:slug>/checked", venue_views.venue_checked, name="venue_checked"),
    path("sessions/plan/venues/<slug:slug>/close", venue_views.venue_close, name="venue_close"),
    path("sessions/plan/venues/<slug:slug>/reopen", venue_views.venue_reopen, name="venue_reopen"),
]
