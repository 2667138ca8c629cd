"""The API's addresses, under /api/v1/."""

from django.urls import path, re_path

from discharges.api import Discharges
from discharges.notice_api import Notices
from referrals.api import Referrals
from residents.api import Residents
from thurrock_care.api_schema import SchemaView
from thurrock_care.api_views import NotHere
from worklists.api import Overview, TeamQueue

app_name = "api"

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("residents/", Residents.as_view(), name="residents"),
    path("residents/<slug:reference>/overview/", Overview.as_view(), name="overview"),
    path("referrals/", Referrals.as_view(), name="referrals"),
    path("discharges/", Discharges.as_view(), name="discharges"),
    path("hospital-notices/", Notices.as_view(), name="hospital_notices"),
    path("teams/<slug:slug>/queue/", TeamQueue.as_view(), name="team_queue"),
    re_path("", NotHere.as_view(), name="not_here"),
]
