"""The addresses of what comes after a conversation: receipts, changes that people ask for, what they thought."""

from django.urls import path

from talking_shops import feedback_views, proposal_views, receipt_views

AFTER = [
    path("conversations/<uuid:pk>/receipt", receipt_views.receipt_new, name="receipt_new"),
    path("receipts/<uuid:pk>/", receipt_views.receipt, name="receipt"),
    path("receipts/<uuid:pk>/paper", receipt_views.receipt_paper, name="receipt_paper"),
    path("conversations/<uuid:pk>/put-right", proposal_views.proposal_new, name="proposal_new"),
    path("conversations/put-right/", proposal_views.proposals, name="proposals"),
    path("conversations/put-right/<uuid:pk>/", proposal_views.proposal, name="proposal"),
    path("conversations/put-right/<uuid:pk>/again", proposal_views.proposal_again, name="proposal_again"),
    path("conversations/<uuid:pk>/feedback", feedback_views.feedback_new, name="feedback_new"),
    path("conversations/<uuid:pk>/feedback/link", feedback_views.feedback_link, name="feedback_link"),
    path("conversations/<uuid:pk>/feedback/may/<slug:answer>", feedback_views.feedback_may, name="feedback_may"),
    path("conversations/feedback/paper", feedback_views.feedback_paper, name="feedback_paper"),
    path("reports/what-people-thought/", feedback_views.feedback_results, name="feedback_results"),
    path("r/<str:token>", proposal_views.put_right, name="put_right"),
    path("f/<str:token>", feedback_views.feedback_public, name="feedback_public"),
]
