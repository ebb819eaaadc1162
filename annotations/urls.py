from django.urls import path

from annotations.browse.views import asset, assets
from annotations.checks.views import sample_check, sample_checks, send_back
from annotations.labeling.views import label
from annotations.review.views import review

urlpatterns = [
    path("assets/", assets, name="assets"),
    path("assets/<int:asset_id>/", asset, name="asset"),
    path("label/", label, name="label"),
    path("review/", review, name="review"),
    path("checks/", sample_checks, name="checks"),
    path("checks/<int:number>/", sample_check, name="check"),
    path("checks/<int:number>/send-back/", send_back, name="check-send-back"),
]
