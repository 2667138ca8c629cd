from django.urls import path

from core import pages, views

app_name = "core"

urlpatterns = [
    path("help", pages.help_page, name="help"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("privacy", pages.privacy, name="privacy"),
    path("drafts/<slug:form>/<slug:subject>", views.draft, name="draft"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
