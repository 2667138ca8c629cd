from django.urls import path

from referrals import answer_views, call_back_views, call_views, check_views, hand_on_views, promise_views, views

app_name = "referrals"

urlpatterns = [
    path("calls/new", call_views.call_new, name="call_new"),
    path("calls/new/guidance", call_views.guidance, name="guidance"),
    path("calls/new/check", check_views.call_check, name="call_check"),
    path("calls/<slug:reference>/withdraw", check_views.withdraw, name="withdraw"),
    path("calls/<slug:reference>/", call_views.contact, name="contact"),
    path("referrals/<slug:reference>/", views.referral, name="referral"),
    path("referrals/<slug:reference>/allocate", views.allocate, name="allocate"),
    path("referrals/<slug:reference>/close", views.close, name="close"),
    path("referrals/<slug:reference>/accept", answer_views.accept, name="accept"),
    path("referrals/<slug:reference>/ask", answer_views.ask, name="ask"),
    path("referrals/<slug:reference>/answer", answer_views.answer, name="answer"),
    path("referrals/<slug:reference>/return", answer_views.give_back, name="return"),
    path("referrals/<slug:reference>/send-again", hand_on_views.send_again, name="send_again"),
    path("referrals/<slug:reference>/hand-on", hand_on_views.hand_on, name="hand_on"),
    path("referrals/<slug:reference>/claim", views.claim, name="claim"),
    path("hand-offs/<uuid:pk>/undo", hand_on_views.undo_hand_on, name="undo_hand_on"),
    path("allocations/<uuid:pk>/undo", views.undo_allocation, name="undo_allocation"),
    path("calls/next", call_back_views.take_next, name="take_next"),
    path("call-backs/new", call_back_views.call_back_new, name="call_back_new"),
    path("call-backs/<uuid:pk>/", call_back_views.call_back, name="call_back"),
    path("call-backs/<uuid:pk>/take", call_back_views.call_back_take, name="call_back_take"),
    path("call-backs/<uuid:pk>/undo", call_back_views.call_back_undo, name="call_back_undo"),
    path("people/<slug:reference>/promises/new", promise_views.promise_new, name="promise_new"),
    path("promises/<uuid:pk>/", promise_views.promise, name="promise"),
    path("promises/<uuid:pk>/kept", promise_views.promise_kept, name="promise_kept"),
    path("promises/<uuid:pk>/undo", promise_views.promise_undo, name="promise_undo"),
    path("promises/<uuid:pk>/withdraw", promise_views.promise_withdraw, name="promise_withdraw"),
    path("promises/<uuid:pk>/day", promise_views.promise_day, name="promise_day"),
    path("promises/<uuid:pk>/owner", promise_views.promise_give, name="promise_give"),
]
