from django.urls import path

from core import views

app_name = "core"

urlpatterns = [
    path("drafts/<slug:form>/<slug:subject>", views.draft, name="draft"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
