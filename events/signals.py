"""News that other apps listen to; sent inside the transaction that makes it true."""

from django.dispatch import Signal

# registration: Registration, by: User. The person was there, whole or in part.
attendance_confirmed = Signal()
# registration: Registration, by: User. A mark of attendance was taken back.
attendance_withdrawn = Signal()
# event: Event, by: User or None (it ended after the last mark). Nobody is left unmarked; sent again when marks are
# corrected afterwards.
event_closed = Signal()
# registration: Registration, text: str. What the person will try after the event; theirs alone.
reflection_written = Signal()
