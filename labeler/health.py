from django.http import JsonResponse


def alive(request):
    return JsonResponse({"ok": True})


def ready(request):
    return JsonResponse({"ok": True})
