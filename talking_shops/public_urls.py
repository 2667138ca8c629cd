"""The addresses that everybody may ask for, signed in or not."""

from django.urls import path, re_path

from talking_shops import public_views

PUBLIC = [
    path("talking-shops/", public_views.public_find, name="public_find"),
    path("talking-shops.ics", public_views.feed, name="feed"),
    path("talking-shops/in/<slug:slug>.ics", public_views.feed_of_locality, name="feed_of_locality"),
    path("talking-shops/dates/<uuid:pk>.ics", public_views.feed_of_date, name="feed_of_date"),
    path("talking-shops/series/<uuid:pk>.ics", public_views.feed_of_series, name="feed_of_series"),
    path("talking-shops/<slug:slug>.ics", public_views.feed_of_venue, name="feed_of_venue"),
    path("talking-shops/<str:slug>/", public_views.public_venue, name="public_venue"),
    path("talking-shops/<slug:slug>/poster", public_views.poster, name="poster"),
    path("talking-shops/<slug:slug>/poster/<slug:size>", public_views.poster, name="poster_sized"),
    re_path(r"^talking-shops/(?P<rest>[^/]+/.+)$", public_views.missing, name="public_missing"),
]
