from accounts.models.export import Export, ExportFile
from accounts.models.notice import Notice
from accounts.models.organisation import Organisation
from accounts.models.posting import Posting, PostingQuerySet
from accounts.models.proofs import Attempt, EntryCode, Factor, Password
from accounts.models.run import Run
from accounts.models.sign_in import SignIn
from accounts.models.trail import Activity, ActivityLink, Bait, Submission
from accounts.models.user import User, UserManager
from accounts.models.work import WorkSetting

__all__ = [
    "Activity",
    "ActivityLink",
    "Attempt",
    "EntryCode",
    "Factor",
    "Bait",
    "Export",
    "ExportFile",
    "Notice",
    "Organisation",
    "Password",
    "Posting",
    "PostingQuerySet",
    "Run",
    "SignIn",
    "Submission",
    "User",
    "UserManager",
    "WorkSetting",
]
