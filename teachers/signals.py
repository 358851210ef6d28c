"""News that other apps listen to; sent inside the transaction that makes it true."""

from django.dispatch import Signal

# invitation: Invitation, by: User. A letter with the way in is due.
invited = Signal()
