from django.urls import path

from projects import views

urlpatterns = [
    path("categories.css", views.category_colors, name="category-colors"),
]
