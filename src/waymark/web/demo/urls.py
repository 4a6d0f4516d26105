"""Routes of the demo's sign-in."""

from django.urls import path

from waymark.web.demo import views

urlpatterns = [
    path("demo", views.demo, name="demo"),
    path("demo/sign-in/<slug:key>", views.sign_in, name="demo_sign_in"),
]
