from django.core.management.base import BaseCommand

from operation.backups import envelope


class Command(BaseCommand):
    """Make the key pair of the backups, once, away from the server.

    Prints the public key (for BACKUP_PUBLIC_KEY on the server) and the private key: on
    paper, twice, in two safes. Nothing is stored. Without the private key no backup can
    ever be opened again.
    """

    help = "Make the key pair of the backups: one key for the server, one for the safe."

    def handle(self, *args, **options):
        private, public = envelope.new_pair()
        mark = envelope.fingerprint(envelope.parse(public, "public key")).hex()
        self.stdout.write(f"Key {mark}")
        self.stdout.write(f"For the server:  BACKUP_PUBLIC_KEY={public}")
        self.stdout.write("For the safe, never on this server (write it down twice):")
        self.stdout.write(f"  {private}")
