"""News that other apps listen to; sent inside the transaction that makes it true."""

from django.dispatch import Signal

# invitation: Invitation, by: User, or None at the server's console. A letter with the way in is due.
invited = Signal()
