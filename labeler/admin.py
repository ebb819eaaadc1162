"""The admin without what would mislead there."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_q.models import Failure, OrmQ, Schedule, Success
from knox.models import AuthToken

# What knox keeps of a token is half of it: `people.admin` shows the whole.
admin.site.unregister(AuthToken)
# Their pages show the secrets of everybody. `people.admin_accounts` removes a second factor, and shows none.
admin.site.unregister([StaticDevice, TOTPDevice])
# Each names a function that the worker calls: whoever may write here could run anything on the server. What became of a
# job is told on its own page.
admin.site.unregister([Failure, OrmQ, Schedule, Success])
