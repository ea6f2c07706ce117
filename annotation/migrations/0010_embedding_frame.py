from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annotation', '0009_prepared_models'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='embedding',
            name='embedding_once',
        ),
        migrations.AddField(
            model_name='embedding',
            name='frame',
            field=models.IntegerField(default=0, help_text='Of a video'),
        ),
        migrations.AddConstraint(
            model_name='embedding',
            constraint=models.UniqueConstraint(fields=('model', 'asset', 'frame'), name='embedding_once_a_frame'),
        ),
    ]
