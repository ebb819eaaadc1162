from django.urls import path

from exports.comparison.views import difference
from exports.splits.views import lookalikes
from exports.versions.views import version, versions

urlpatterns = [
    path("versions/", versions, name="versions"),
    path("versions/<int:number>/", version, name="version"),
    path("versions/<int:number>/lookalikes/", lookalikes, name="version-lookalikes"),
    path("versions/<int:number>/diff/<int:other>/", difference, name="version-diff"),
]
