from accounts.models.notice import Notice
from accounts.models.organisation import Organisation
from accounts.models.posting import Posting, PostingQuerySet
from accounts.models.trail import Activity, ActivityLink, Bait, SignIn, Submission
from accounts.models.user import User, UserManager
from accounts.models.work import WorkSetting

__all__ = [
    "Activity",
    "ActivityLink",
    "Bait",
    "Notice",
    "Organisation",
    "Posting",
    "PostingQuerySet",
    "SignIn",
    "Submission",
    "User",
    "UserManager",
    "WorkSetting",
]
