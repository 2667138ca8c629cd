"""The application for a WSGI server. Which settings hold, DJANGO_SETTINGS_MODULE says: there is no default here."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
