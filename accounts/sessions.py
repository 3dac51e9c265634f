"""Sessions whose table holds no key that a cookie could be made of."""

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from accounts.mint import at_rest


class SessionStore(InDatabase):
    """Django's own in the database; rows lie under a keyed hash of the cookie's key."""

    def _get_session_from_db(self):
        row = self.model.objects.filter(
            session_key=at_rest(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key):
        return super().exists(at_rest(session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = at_rest(row.session_key)
        return row

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            super().delete(at_rest(key))
