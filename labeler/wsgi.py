"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from core.http import with_a_charset_of_texts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeler.settings")

application = with_a_charset_of_texts(get_wsgi_application())
