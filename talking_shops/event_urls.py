"""The addresses of community events: bookings, rides, the menu, the lists."""

from django.urls import path

from talking_shops import booking_views, event_views, ride_views

EVENT = "sessions/<uuid:pk>/event/"
ONE = f"{EVENT}<uuid:booking>/"

EVENTS = [
    path(EVENT, event_views.event, name="event"),
    path(f"{EVENT}sheet/", event_views.event_sheet, name="event_sheet"),
    path(f"{EVENT}offer/", event_views.event_offer, name="event_offer"),
    path(f"{EVENT}meals/<uuid:meal>/remove", event_views.meal_remove, name="meal_remove"),
    path(f"{EVENT}news/<uuid:news>/told", event_views.news_told, name="news_told"),
    path(f"{EVENT}news/<uuid:news>/undo", event_views.news_undo, name="news_undo"),
    path(f"{EVENT}news/text", event_views.news_text, name="news_text"),
    path(f"{EVENT}rides/", ride_views.rides, name="rides"),
    path(f"{EVENT}rides/sheet/", ride_views.driver_sheet, name="driver_sheet"),
    path(f"{EVENT}rides/<uuid:ride>/", ride_views.ride, name="ride"),
    path(f"{EVENT}book/", booking_views.booking_new, name="booking_new"),
    path("bookings/<uuid:pk>/", booking_views.booking_at, name="booking_at"),
    path(ONE, booking_views.booking, name="booking"),
    path(f"{ONE}cancel/", booking_views.booking_cancel, name="booking_cancel"),
    path(f"{ONE}back", booking_views.booking_back, name="booking_back"),
    path(f"{ONE}came", booking_views.booking_came, name="booking_came"),
]
