"""Where a project tells what happens in it, and what was sent there."""

import django.db.models.deletion
import django.utils.timezone
import webhooks.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('projects', '0012_release_gate'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('events', models.JSONField(default=list)),
                ('active', models.BooleanField(default=True)),
                ('secret', models.CharField(editable=False, max_length=100)),
                ('old_secret', models.CharField(blank=True, editable=False, max_length=100)),
                ('old_secret_until', models.DateTimeField(editable=False, help_text='So long it still signs, too.', null=True)),
                ('failed_in_a_row', models.PositiveIntegerField(default=0, editable=False, help_text='Deliveries that were given up.')),
                ('fails', models.PositiveIntegerField(default=0, editable=False, help_text='Tries in a row that went wrong.')),
                ('rests_until', models.DateTimeField(editable=False, help_text='Nothing is sent before, after failures.', null=True)),
                ('off_at', models.DateTimeField(editable=False, null=True)),
                ('off_because', models.CharField(blank=True, editable=False, help_text='Empty: by hand.', max_length=300)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webhooks_made', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='projects.project')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_owner', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('queued_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=20)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('message_id', models.CharField(default=webhooks.models.new_message_id, editable=False, max_length=40, unique=True)),
                ('event', models.CharField(choices=[('version.ready', 'Version ready'), ('version.failed', 'Version failed'), ('import.finished', 'Import finished'), ('extraction.finished', 'Frames extracted'), ('check.finished', 'Sample check finished'), ('category.changed', 'Category changed'), ('job.failed', 'Job failed'), ('webhook.test', 'Test')], max_length=40)),
                ('body', models.TextField(help_text='The JSON that is sent.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Not before.')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('took_ms', models.PositiveIntegerField(null=True)),
                ('status', models.PositiveSmallIntegerField(help_text='That the last try was answered with.', null=True)),
                ('answer', models.TextField(blank=True, help_text='The beginning of what the last try was answered with.')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), _negated=True), name='webhook_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('secret', ''), _negated=True), name='webhook_has_a_secret'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('active', True), ('off_at', None), ('off_because', '')), models.Q(('active', False), ('off_at__isnull', False)), _connector='OR'), name='webhook_off_since_when'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('old_secret', ''), ('old_secret_until', None)), models.Q(models.Q(('old_secret', ''), _negated=True), ('old_secret_until__isnull', False)), _connector='OR'), name='webhook_old_secret_ends'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['webhook', 'id'], name='delivery_by_webhook'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['made_at'], name='delivery_by_age'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['due_at'], name='delivery_that_waits'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='delivery_state_is_known'),
        ),
    ]
