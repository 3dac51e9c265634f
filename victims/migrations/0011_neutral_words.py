"""Labels only, no SQL: the person who complains may be of any sex."""

from django.db import migrations, models

WAYS = [
    ("person", "in person, in a safe place"),
    ("phone", "by phone"),
    ("paper", "on paper"),
    ("trusted", "through a trusted person"),
    ("none", "no answer wanted"),
]
ACTS = [
    ("answer", "answered"),
    ("view", "what is said of the answer"),
    ("again", "taken up again"),
    ("back", "taken back by the person"),
]


class Migration(migrations.Migration):
    dependencies = [("victims", "0010_reform")]
    operations = [
        migrations.AlterField(
            model_name="complaint",
            name="answer_by",
            field=models.CharField(
                choices=WAYS, max_length=8, verbose_name="how the answer is wanted"
            ),
        ),
        migrations.AlterField(
            model_name="complaintstep",
            name="act",
            field=models.CharField(choices=ACTS, max_length=6),
        ),
        migrations.AlterField(
            model_name="complaintstep",
            name="way",
            field=models.CharField(
                blank=True, choices=WAYS, max_length=8, verbose_name="how"
            ),
        ),
    ]
