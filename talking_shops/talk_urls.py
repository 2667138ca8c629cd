"""The addresses of conversations: with somebody known, with somebody not known yet, and what was agreed."""

from django.urls import path

from talking_shops import agreed_views, anonymous_views, belonging_views, conversation_views

TALKS = [
    path("people/<slug:reference>/talk/", conversation_views.conversation_new, name="conversation_new"),
    path("conversations/new/", anonymous_views.begin, name="anonymous_new"),
    path("conversations/waiting/", anonymous_views.waiting, name="waiting"),
    path("conversations/begun/<uuid:draft>/", anonymous_views.begun, name="begun"),
    path("conversations/<uuid:pk>/", conversation_views.conversation, name="conversation"),
    path("conversations/<uuid:pk>/add", conversation_views.conversation_add, name="conversation_add"),
    path("conversations/<uuid:pk>/effect", belonging_views.effect, name="conversation_effect"),
    path("conversations/<uuid:pk>/also", belonging_views.also, name="conversation_also"),
    path("conversations/<uuid:pk>/move", belonging_views.move, name="conversation_move"),
    path("conversations/<uuid:pk>/known", anonymous_views.known, name="known"),
    path("conversations/<uuid:pk>/known/undo", anonymous_views.unknown, name="unknown"),
    path("agreed/<uuid:pk>/done", agreed_views.agreed_done, name="agreed_done"),
    path("agreed/<uuid:pk>/undo", agreed_views.agreed_undo, name="agreed_undo"),
]
