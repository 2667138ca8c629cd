"""What a notice did is kept, so that a withdrawal undoes exactly that; a correction may come before its original."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discharges', '0004_each_week_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='hospitalnotice',
            name='did',
            field=models.JSONField(help_text='what it changed of the stay, for a withdrawal to undo: see discharges.notice_deeds', null=True),
        ),
        migrations.AddField(
            model_name='hospitalnotice',
            name='replaces_message',
            field=models.CharField(blank=True, db_default='', help_text='the message that it corrects, which may come after it', max_length=64),
        ),
        migrations.AddField(
            model_name='noticerow',
            name='fingerprint',
            field=models.CharField(blank=True, db_default='', help_text='of its notice (NOT-1)', max_length=64),
        ),
    ]
