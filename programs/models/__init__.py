"""Programs, the people in them, and the tandems they form."""

from programs.models.ended import EndedProgram
from programs.models.guard import AbsentManager, GuardFinding, SecondLine
from programs.models.history import GoalAmendment, PhaseChange, Promise, PromiseGiven
from programs.models.joining import JoiningLink, JoiningRequest, Sides, WaysIn
from programs.models.messages import BODY_LENGTH, SUBJECT_LENGTH, Group, MessageText, OwnMessage, TextForm
from programs.models.people import (
    Form,
    Participant,
    ParticipantSkill,
    ProgramInvitation,
    RoleWord,
    Side,
    Standing,
    WeeklyTime,
)
from programs.models.programs import (
    Goal,
    GoalKind,
    Measure,
    Phase,
    Program,
    ProgramLead,
    Unchecked,
    Weight,
)
from programs.models.reports import HEADLINE_LENGTH, ReportHeadline
from programs.models.rosters import HeaderMeaning, RosterImport
from programs.models.rounds import Round, RoundKind
from programs.models.skills import Skill, Synonym
from programs.models.tandems import (
    ASKED,
    HelpRequest,
    HelpTopic,
    Nudge,
    NudgeStep,
    Tandem,
    TandemEvent,
    TandemState,
)

__all__ = [
    "ASKED",
    "BODY_LENGTH",
    "HEADLINE_LENGTH",
    "SUBJECT_LENGTH",
    "AbsentManager",
    "EndedProgram",
    "Form",
    "Goal",
    "GoalAmendment",
    "GoalKind",
    "Group",
    "GuardFinding",
    "HeaderMeaning",
    "HelpRequest",
    "HelpTopic",
    "JoiningLink",
    "JoiningRequest",
    "Measure",
    "MessageText",
    "Nudge",
    "NudgeStep",
    "OwnMessage",
    "Participant",
    "ParticipantSkill",
    "Phase",
    "PhaseChange",
    "Program",
    "ProgramInvitation",
    "ProgramLead",
    "Promise",
    "PromiseGiven",
    "ReportHeadline",
    "RoleWord",
    "RosterImport",
    "Round",
    "RoundKind",
    "SecondLine",
    "Side",
    "Sides",
    "Skill",
    "Standing",
    "Synonym",
    "Tandem",
    "TandemEvent",
    "TandemState",
    "TextForm",
    "Unchecked",
    "WaysIn",
    "WeeklyTime",
    "Weight",
]
