"""The methodist's desk, people's side: one module a subject, each registers its own pages when imported."""

from teachers.admin import courses, invitations, kindergartens, people, reference, staff_lists, ways_in

__all__ = ["courses", "invitations", "kindergartens", "people", "reference", "staff_lists", "ways_in"]
