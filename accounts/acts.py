"""The trail in words: one table of acts and one of pages.

An act is a fixed string in the code; a reading row, a refusal or a failure names the
page. A test collects the acts and the pages and fails on one without words.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import WorkSetting

ACTS = {
    "sign in": gettext_lazy("Signed in with the password"),
    "sign out": gettext_lazy("Signed out"),
    "sign-in refused": gettext_lazy("Sign-in failed"),
    "second step refused": gettext_lazy("Second step of the sign-in failed"),
    "prove identity": gettext_lazy("Proved who they are once more"),
    "use printed code": gettext_lazy("Used a printed code"),
    "lock sign-in": gettext_lazy("Locked the screen"),
    "unlock sign-in": gettext_lazy("Unlocked the screen"),
    "quick exit": gettext_lazy("Left by the quick exit"),
    "end own sign-in": gettext_lazy("Ended a sign-in of their own"),
    "end own sign-ins": gettext_lazy("Ended their other sign-ins"),
    "drop second step": gettext_lazy("Removed a second step of their own"),
    "end sign-ins": gettext_lazy("Signed a person out everywhere"),
    "change own password": gettext_lazy("Changed their own password"),
    "add authenticator": gettext_lazy("Set up an authenticator"),
    "add passkey": gettext_lazy("Set up a passkey"),
    "print codes": gettext_lazy("Printed one-time codes"),
    "reset second step": gettext_lazy("Reset a person's second step"),
    "clear misses": gettext_lazy("Lifted a block on signing in"),
    "switch names on": gettext_lazy("Switched names on"),
    "switch names off": gettext_lazy("Switched names off"),
    "show names for a minute": gettext_lazy("Showed the names of a list for a minute"),
    "reveal name": gettext_lazy("Showed the name of a person"),
    "replay": gettext_lazy("Sent the same form again (nothing was saved twice)"),
    "add user": gettext_lazy("Opened an account"),
    "edit user": gettext_lazy("Changed an account"),
    "lock user": gettext_lazy("Locked an account"),
    "unlock user": gettext_lazy("Unlocked an account"),
    "renew password": gettext_lazy("Gave a new first password"),
    "renew one-time code": gettext_lazy("Gave a new code for the first sign-in"),
    "add posting": gettext_lazy("Gave a posting"),
    "end posting": gettext_lazy("Ended a posting"),
    "confirm posting": gettext_lazy("Confirmed a posting as the second person"),
    "lay bait": gettext_lazy("Laid a bait from the server"),
    "end bait": gettext_lazy("Ended a bait from the server"),
    "confirm posting by the owner": gettext_lazy("Confirmed a posting from the server"),
    "refuse posting": gettext_lazy("Refused a posting"),
    "add organisation": gettext_lazy("Added an organisation"),
    "edit organisation": gettext_lazy("Changed an organisation"),
    "acknowledge notice": gettext_lazy("Took note of a notice"),
    "ask for export": gettext_lazy("Asked for an export"),
    "approve export": gettext_lazy("Approved an export"),
    "refuse export": gettext_lazy("Refused an export"),
    "download export": gettext_lazy("Downloaded an export"),
    "expire exports": gettext_lazy("Deleted exports whose time was over"),
    "export cases": gettext_lazy("Exported cases without names"),
    "export cases with names": gettext_lazy("Exported cases with names"),
    "open case": gettext_lazy("Opened a case"),
    "edit case": gettext_lazy("Changed a case"),
    "send file": gettext_lazy("Completed and sent the file"),
    "assign case": gettext_lazy("Gave a case to somebody"),
    "move case": gettext_lazy("Moved a case"),
    "close case": gettext_lazy("Closed a case"),
    "reopen case": gettext_lazy("Opened a case again"),
    "edit person": gettext_lazy("Changed what is known of the person"),
    "add other name": gettext_lazy("Added another name"),
    "strike out other name": gettext_lazy("Struck out another name"),
    "record paper": gettext_lazy("Recorded a paper"),
    "record identification": gettext_lazy("Recorded the identification"),
    "assess risk": gettext_lazy("Assessed the risk"),
    "record consent": gettext_lazy("Recorded a consent"),
    "record need": gettext_lazy("Recorded a need"),
    "add accompanying minor": gettext_lazy("Added a child who came along"),
    "edit accompanying minor": gettext_lazy("Changed a child who came along"),
    "enrol household": gettext_lazy("Took in a household"),
    "edit household": gettext_lazy("Changed a household"),
    "move household": gettext_lazy("Moved a household"),
    "assign household": gettext_lazy("Gave a household to somebody"),
    "record poverty status": gettext_lazy("Recorded the poverty status"),
    "keep file": gettext_lazy("Added a photo, sound or scan"),
    "remove file": gettext_lazy("Removed a photo, sound or scan"),
    "download file": gettext_lazy("Downloaded a photo, sound or scan"),
    "give new commune": gettext_lazy("Gave households their new commune"),
    "take back new commune": gettext_lazy("Took a household's new commune back"),
    "ask for a transfer": gettext_lazy("Asked to move a household to another province"),
    "confirm transfer": gettext_lazy("Confirmed a move to another province"),
    "accept transfer": gettext_lazy("Took over a household from another province"),
    "refuse transfer": gettext_lazy("Refused a move to another province"),
    "withdraw transfer": gettext_lazy("Withdrew a move to another province"),
    "ask to read in an emergency": gettext_lazy("Asked to read in an emergency"),
    "agree to emergency reading": gettext_lazy("Agreed to a reading in an emergency"),
    "refuse emergency reading": gettext_lazy("Refused a reading in an emergency"),
    "end emergency reading": gettext_lazy("Ended a reading in an emergency"),
    "ask for erasure": gettext_lazy("Asked to erase a person's data"),
    "give up erasure": gettext_lazy("Gave up an erasure"),
    "erase person again": gettext_lazy("Erased a person's data again after a restore"),
    "erase person": gettext_lazy("Erased a person's data"),
    "choose rules": gettext_lazy("Chose the rules for a case"),
    "void choose rules": gettext_lazy("Took back the choice of rules for a case"),
    "choose reading": gettext_lazy("Chose which of several texts a case follows"),
    "void choose reading": gettext_lazy("Took back the choice between several texts"),
    "draft rule change": gettext_lazy("Drafted a change of the rules"),
    "confirm rule change": gettext_lazy("Confirmed a change of the rules"),
    "refuse rule change": gettext_lazy("Refused a change of the rules"),
    "withdraw rule change": gettext_lazy("Withdrew a change of the rules"),
    "ask for regime": gettext_lazy("Asked for a regime"),
    "answer regime": gettext_lazy("Recorded the person's answer about a regime"),
    "complete regime request": gettext_lazy("Completed the papers of a regime request"),
    "verify regime request": gettext_lazy(
        "Recorded the verification of a regime request"
    ),
    "appraise regime request": gettext_lazy(
        "Recorded the appraisal of a regime request"
    ),
    "return regime request": gettext_lazy("Recorded that a regime request came back"),
    "decide regime request": gettext_lazy("Recorded the decision on a regime"),
    "withdraw regime request": gettext_lazy("Withdrew a regime request"),
    "give support": gettext_lazy("Recorded support that was given"),
    "void support": gettext_lazy("Struck out support"),
    "add calendar day": gettext_lazy("Added a day to the working calendar"),
    "void calendar day": gettext_lazy("Struck out a day of the working calendar"),
    "add funding source": gettext_lazy("Added a source of funds"),
    "add budget": gettext_lazy("Added a budget"),
    "change budget": gettext_lazy("Changed a budget"),
    "ask grant": gettext_lazy("Wrote a grant request"),
    "edit grant": gettext_lazy("Changed a grant request"),
    "submit grant": gettext_lazy("Submitted a grant request"),
    "return grant": gettext_lazy("Returned a grant request"),
    "approve grant": gettext_lazy("Approved a grant"),
    "refuse grant": gettext_lazy("Refused a grant"),
    "withdraw grant": gettext_lazy("Withdrew a grant request"),
    "close grant": gettext_lazy("Closed a grant"),
    "import grant": gettext_lazy("Took over a grant from an old register"),
    "number decision": gettext_lazy("Noted the number of a decision"),
    "pay grant": gettext_lazy("Recorded a payment"),
    "void payment": gettext_lazy("Struck out a payment"),
    "unpay grant": gettext_lazy("Struck out a payment"),
    "hand over grant": gettext_lazy("Recorded a handover"),
    "hand_over grant": gettext_lazy("Recorded a handover"),
    "take_back grant": gettext_lazy("Struck out a handover"),
    "void handover": gettext_lazy("Struck out a handover"),
    "open herd": gettext_lazy("Opened a herd"),
    "enter herd change": gettext_lazy("Recorded a change of a herd"),
    "void herdentry": gettext_lazy("Struck out a change of a herd"),
    "log visit": gettext_lazy("Logged a visit"),
    "void homevisit": gettext_lazy("Struck out a visit"),
    "record income": gettext_lazy("Recorded an income"),
    "void incomereport": gettext_lazy("Struck out an income"),
    "record guidance": gettext_lazy("Recorded a guidance"),
    "void guidance": gettext_lazy("Struck out a guidance"),
    "take import template": gettext_lazy("Took the template for old registers"),
    "take womens_union pdf": gettext_lazy("Took the livelihood report as PDF"),
    "take womens_union xlsx": gettext_lazy("Took the livelihood report as XLSX"),
    "take labour pdf": gettext_lazy("Took the report by regime as PDF"),
    "take labour xlsx": gettext_lazy("Took the report by regime as XLSX"),
    "look into the trail": gettext_lazy("Looked into the access journal"),
}

# What a page is called where somebody looked at it, was refused it, or it failed.
_PAGES = {
    gettext_lazy("first page"): """
        home
    """,
    gettext_lazy("own account"): """
        account password_change sign_in sign_out sign_in_end set_language name_switch
        quick_exit calendar still_here notice_seen sign_in_second sign_in_code lock
        unlock prove sign_ins_end factor_list totp_add passkey_add codes_renew
        codes_paper factor_drop
    """,
    gettext_lazy("accounts of staff"): """
        accounts:user_list accounts:user_add accounts:user_page accounts:user_edit
        accounts:user_lock accounts:user_unlock accounts:user_sign_out
        accounts:user_password accounts:user_paper accounts:user_code
        accounts:user_factors_reset accounts:user_misses_clear
    """,
    gettext_lazy("postings of staff"): """
        accounts:posting_add accounts:posting_end accounts:posting_waiting
        accounts:posting_confirm accounts:posting_refuse
    """,
    gettext_lazy("organisations"): """
        accounts:organisation_list accounts:organisation_add accounts:organisation_edit
    """,
    gettext_lazy("settings of the work"): """
        accounts:setting_list accounts:setting_add
    """,
    gettext_lazy("exports"): """
        accounts:export_list accounts:export_page accounts:export_approve
        accounts:export_refuse accounts:export_download victims:export_make
        victims:case_export
    """,
    gettext_lazy("access journal"): """
        accounts:trail_list accounts:trail_unusual
    """,
    gettext_lazy("list of places"): """
        areas:area_list
    """,
    gettext_lazy("list of cases"): """
        victims:case_list victims:case_search victims:names_reveal
    """,
    gettext_lazy("a new case"): """
        victims:case_intake victims:case_return
    """,
    gettext_lazy("tasks of the file"): """
        victims:case_tasks victims:case_check victims:case_task
    """,
    gettext_lazy("other names of the person"): """
        victims:alias_void
    """,
    gettext_lazy("a child who came along"): """
        victims:minor_add victims:minor_edit
    """,
    gettext_lazy("consent of the person"): """
        victims:consent_withdraw
    """,
    gettext_lazy("person and consent"): """
        victims:case_person
    """,
    gettext_lazy("name of the person"): """
        victims:case_reveal
    """,
    gettext_lazy("who holds the case"): """
        victims:case_assign
    """,
    gettext_lazy("moving the case"): """
        victims:case_move
    """,
    gettext_lazy("closing the case"): """
        victims:case_close
    """,
    gettext_lazy("opening the case again"): """
        victims:case_reopen
    """,
    gettext_lazy("who has seen this case"): """
        victims:case_trail
    """,
    gettext_lazy("list of households"): """
        victims:household_list victims:household_search
    """,
    gettext_lazy("a new household"): """
        victims:household_enrol
    """,
    gettext_lazy("data of the household"): """
        victims:household_edit victims:poverty_add
    """,
    gettext_lazy("moving the household"): """
        victims:household_move
    """,
    gettext_lazy("regimes of the case"): """
        support_regimes:case_board support_regimes:regime_explained
        support_regimes:regime_answer support_regimes:rules_choose
        support_regimes:reading_choose support_regimes:rules_choice_void
        support_regimes:reading_choice_void
    """,
    gettext_lazy("asking for a regime"): """
        support_regimes:regime_request_ask
    """,
    gettext_lazy("list of regime requests"): """
        support_regimes:request_list
    """,
    gettext_lazy("regime request"): """
        support_regimes:regime_request support_regimes:regime_request_verify
        support_regimes:regime_request_appraise support_regimes:regime_request_return
        support_regimes:regime_request_complete support_regimes:regime_request_decide
        support_regimes:regime_request_withdraw
    """,
    gettext_lazy("support that was given"): """
        support_regimes:provision_add support_regimes:provision_give
        support_regimes:support_without_file support_regimes:provision_void
        support_regimes:provision_correct
    """,
    gettext_lazy("sources of funds and budgets"): """
        support_regimes:funding_list support_regimes:source_add
        support_regimes:budget_add support_regimes:budget_change
    """,
    gettext_lazy("rules of the regimes"): """
        support_regimes:rule_set_list support_regimes:rule_set_page
        support_regimes:rule_change_list support_regimes:rule_change_add
        support_regimes:rule_change_page support_regimes:rule_change_confirm
        support_regimes:rule_change_refuse support_regimes:rule_change_withdraw
    """,
    gettext_lazy("list of grants"): """
        livelihoods:grant_list
    """,
    gettext_lazy("grant request and decision"): """
        livelihoods:grant_ask livelihoods:grant_page livelihoods:grant_edit
        livelihoods:grant_submit livelihoods:grant_approve livelihoods:grant_return
        livelihoods:grant_refuse livelihoods:grant_withdraw livelihoods:grant_number
        livelihoods:grant_close
    """,
    gettext_lazy("payment of the grant"): """
        livelihoods:grant_pay livelihoods:payment_void
    """,
    gettext_lazy("handover of the grant"): """
        livelihoods:grant_hand_over livelihoods:handover_void
    """,
    gettext_lazy("printed slip of the handover"): """
        livelihoods:grant_slip
    """,
    gettext_lazy("printed decision on the grant"): """
        livelihoods:grant_letter
    """,
    gettext_lazy("calendar of visits"): """
        livelihoods:visit_list
    """,
    gettext_lazy("visit to the household"): """
        livelihoods:visit_page livelihoods:visit_void livelihoods:visit_log
    """,
    gettext_lazy("page of the household"): """
        livelihoods:household_page
    """,
    gettext_lazy("herd"): """
        livelihoods:herd_open livelihoods:herd_page livelihoods:herd_entry_add
        livelihoods:herd_entry_void livelihoods:herd_entry_correct
    """,
    gettext_lazy("income of the household"): """
        livelihoods:income_add livelihoods:income_void
    """,
    gettext_lazy("guidance to the household"): """
        livelihoods:guidance_add livelihoods:guidance_void
    """,
    gettext_lazy("course of the case"): """
        livelihoods:case_timeline
    """,
    gettext_lazy("livelihood of the case"): """
        livelihoods:case_livelihood
    """,
    gettext_lazy("old registers"): """
        livelihoods:import_record livelihoods:import_template
    """,
    gettext_lazy("papers, photos and sound"): """
        victims:file_list victims:file_add victims:file_page victims:file_content
        victims:file_download victims:file_remove livelihoods:visit_file_add
        livelihoods:grant_file_add
    """,
    gettext_lazy("moving to another province"): """
        victims:transfer_list victims:transfer_confirm victims:transfer_accept
        victims:transfer_refuse victims:transfer_withdraw
    """,
    gettext_lazy("reading in an emergency"): """
        victims:emergency_list victims:emergency_page victims:emergency_agree
        victims:emergency_refuse victims:emergency_end
    """,
    gettext_lazy("keeping and erasing"): """
        victims:retention_list victims:erasure_ask victims:erasure_page
        victims:erasure_confirm victims:erasure_cancel
    """,
    gettext_lazy("state of the system"): """
        operation:status operation:answer
    """,
    gettext_lazy("reports"): """
        reporting:report_list reporting:womens_union reporting:womens_union_pdf
        reporting:womens_union_xlsx reporting:labour reporting:labour_pdf
        reporting:labour_xlsx
    """,
    gettext_lazy("list behind a number of a report"): """
        reporting:womens_union_records reporting:labour_records
    """,
}
PAGES = {page: said for said, pages in _PAGES.items() for page in pages.split()}

# "read victims:case_person", "refused 404 victims:case_person", …
PREFIXES = {
    "read ": gettext_lazy("Looked at: %(page)s"),
    "refused 403 ": gettext_lazy("Was refused (role): %(page)s"),
    "refused 404 ": gettext_lazy(
        "Was refused (not there or outside the area): %(page)s"
    ),
    "refused ": gettext_lazy("Was refused: %(page)s"),
    "failed ": gettext_lazy("The program failed: %(page)s"),
    "find nothing ": gettext_lazy("Searched and found nothing: %(page)s"),
}


def words(act):
    """An act of the trail as a sentence without its subject; itself if unknown."""
    if act in ACTS:
        return ACTS[act]
    if act.startswith("set ") and act.removeprefix("set ") in WorkSetting.LABELS:
        label = WorkSetting.LABELS[act.removeprefix("set ")]
        return _("Set a number: %(setting)s") % {"setting": label}
    for prefix, sentence in PREFIXES.items():
        if act.startswith(prefix):
            page = act.rsplit(" ", 1)[-1]
            return sentence % {"page": PAGES.get(page, page)}
    return act
