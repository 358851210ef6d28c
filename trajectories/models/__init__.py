from trajectories.models.launch_cases import CaseStage, CaseStep, LaunchCase
from trajectories.models.review import Decision, PlanVersion, StepComment
from trajectories.models.trajectories import Stage, Step, Trajectory

__all__ = [
    "CaseStage",
    "CaseStep",
    "Decision",
    "LaunchCase",
    "PlanVersion",
    "Stage",
    "Step",
    "StepComment",
    "Trajectory",
]
