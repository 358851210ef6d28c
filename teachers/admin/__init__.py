"""The methodist's desk, people's side: one module a subject, each registers its own pages when imported."""

from teachers.admin import invitations

__all__ = ["invitations"]
