"""Trajectories on the methodist's desk; importing the modules registers them."""

from trajectories.admin import launch_cases, queue

__all__ = ["launch_cases", "queue"]
