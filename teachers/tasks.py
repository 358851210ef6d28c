"""What the people's app does by itself."""

from celery import shared_task

from teachers.models import StaffList


@shared_task(ignore_result=True)
def forget_staff_files() -> None:
    """Staff lists hold personal data: no file is kept for longer than a day."""
    StaffList.objects.forget_old_files()
