from django.urls import path

from annotations.browse.views import asset, assets
from annotations.checks.views import sample_check, sample_checks, second_judgement, send_back
from annotations.imports.views import one_import
from annotations.labeling.views import label
from annotations.mending.views import mended
from annotations.review.views import review
from annotations.second.views import agreement

urlpatterns = [
    path("assets/", assets, name="assets"),
    path("assets/<int:asset_id>/", asset, name="asset"),
    path("imports/<int:number>/", one_import, name="import"),
    path("label/", label, name="label"),
    path("review/", review, name="review"),
    path("mended/", mended, name="mended"),
    path("agreement/", agreement, name="agreement"),
    path("checks/", sample_checks, name="checks"),
    path("checks/<int:number>/", sample_check, name="check"),
    path("checks/<int:number>/second/", second_judgement, name="check-second"),
    path("checks/<int:number>/send-back/", send_back, name="check-send-back"),
]
