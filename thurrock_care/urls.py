"""Every address. The API has its own table in api_urls.py."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.policies import public
from core.gallery import gallery

handler403 = "core.pages.permission_denied"
handler404 = "core.pages.page_not_found"
handler500 = "core.pages.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("thurrock_care.api_urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("sealed.urls")),
    path("", include("residents.urls")),
    path("", include("referrals.urls")),
    path("", include("talking_shops.urls")),
    path("", include("discharges.urls")),
    path("", include("assessments.urls")),
    path("", include("services.urls")),
    path("", include("worklists.urls")),
    path("", include("dashboards.urls")),
]

if settings.GALLERY:
    urlpatterns.append(path("gallery/", public(gallery), name="gallery"))
