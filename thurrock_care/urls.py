"""Every address. The API has its own table in api_urls.py."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("thurrock_care.api_urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("residents.urls")),
    path("", include("referrals.urls")),
    path("", include("talking_shops.urls")),
    path("", include("discharges.urls")),
    path("", include("assessments.urls")),
    path("", include("worklists.urls")),
    path("", include("dashboards.urls")),
]
