from django.urls import path

from . import check_views, review_views, views

urlpatterns = [
    path("label/", views.label, name="label"),
    path("review/", review_views.review, name="review"),
    path("checks/", check_views.sample_checks, name="checks"),
    path("checks/<int:number>/", check_views.sample_check, name="check"),
    path("checks/<int:number>/send-back/", check_views.send_back, name="check-send-back"),
]
