from django.urls import path

from . import views

urlpatterns = [
    path("categories.css", views.category_colors, name="category-colors"),
]
