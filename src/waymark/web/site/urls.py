"""Routes of the pages about the site itself."""

from django.urls import path

from waymark.web.site import record, scim, views, who_may

urlpatterns = [
    path("accessibility", views.accessibility, name="accessibility"),
    path("cookies", views.cookies, name="cookies"),
    path("privacy", views.privacy, name="privacy"),
    path("privacy/<slug:slug>", views.privacy_notice, name="privacy_notice"),
    path("who-may-see-what", who_may.who_may, name="who_may"),
    path("help", views.help_page, name="help"),
    path("feedback", views.feedback, name="feedback"),
    path("scim/v2", scim.service, name="scim"),
    path("scim/v2/<path:rest>", scim.service, name="scim_path"),
    path("record/verify", record.verify, name="record_verify"),
    path("record/<str:token>", record.opened, name="record_open"),
    path("record/<str:token>/record.pdf", record.printed, name="record_printed"),
    path("brand.css", views.brand_css, name="brand_css"),
]
