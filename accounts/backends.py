"""Who is signed in: whom the database takes for the asker, and nobody else."""

from django.contrib.auth.backends import BaseBackend
from django.db.models import Func, UUIDField

from accounts.models import User

ASKER = Func(function="asker", output_field=UUIDField())


class SignInBackend(BaseBackend):
    """A session lasts as long as its row of SignIn; passwords are not tried here.

    An ended or expired sign-in and a locked person are strangers at the next request,
    because asker() knows none of them.
    """

    def get_user(self, user_id):
        return User.objects.filter(pk=user_id, id=ASKER).first()
