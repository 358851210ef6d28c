from teachers.models.bands import Band, BandSet
from teachers.models.invitations import Invitation
from teachers.models.kindergartens import Employment, Kindergarten, Membership, Position
from teachers.models.people import Profile, User
from teachers.models.qualification import CategoryRecord, CategoryRule, Course
from teachers.models.shifts import Shift
from teachers.models.staff_lists import StaffList

__all__ = [
    "Band",
    "BandSet",
    "CategoryRecord",
    "CategoryRule",
    "Course",
    "Employment",
    "Invitation",
    "Kindergarten",
    "Membership",
    "Position",
    "Profile",
    "Shift",
    "StaffList",
    "User",
]
