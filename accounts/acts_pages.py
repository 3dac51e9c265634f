"""What every page is called in the trail."""

from django.utils.translation import gettext_lazy

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
        accounts:reform_list accounts:body_end
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
    gettext_lazy("list of what is due"): """
        support_regimes:due_list
    """,
    gettext_lazy("papers of a regime request"): """
        support_regimes:request_paper support_regimes:application_paper
    """,
    gettext_lazy("regime request"): """
        support_regimes:regime_request support_regimes:regime_request_verify
        support_regimes:regime_request_appraise support_regimes:regime_request_return
        support_regimes:regime_request_complete support_regimes:regime_request_decide
        support_regimes:regime_request_withdraw support_regimes:regime_request_appeal
        support_regimes:regime_request_settle
    """,
    gettext_lazy("support that was given"): """
        support_regimes:provision_add support_regimes:provision_give
        support_regimes:support_without_file support_regimes:provision_void
        support_regimes:provision_correct
    """,
    gettext_lazy("unmet needs"): """
        support_regimes:case_unmet support_regimes:unmet_tap support_regimes:unmet_undo
        support_regimes:unmet_correct support_regimes:unmet_met
        support_regimes:unmet_open support_regimes:unmet_without_file
    """,
    gettext_lazy("complaints"): """
        support_regimes:complaint_list support_regimes:complaint_add
        support_regimes:complaint_page support_regimes:complaint_answer
        support_regimes:complaint_view support_regimes:complaint_back
        support_regimes:complaint_form
    """,
    gettext_lazy("stays in a facility"): """
        support_regimes:case_stays support_regimes:stay_add support_regimes:stay_edit
        support_regimes:stay_away support_regimes:stay_extend
        support_regimes:stay_service support_regimes:stay_leave
        support_regimes:stay_strike support_regimes:stay_void
    """,
    gettext_lazy("what came of support"): """
        support_regimes:case_outcomes support_regimes:outcome_add
        support_regimes:outcome_correct support_regimes:outcome_void
        support_regimes:outcome_step_add support_regimes:outcome_step_correct
        support_regimes:outcome_step_void
    """,
    gettext_lazy("return and handover"): """
        support_regimes:return_assess support_regimes:hand_over
        support_regimes:hand_over_take
    """,
    gettext_lazy("plans of the case"): """
        support_regimes:plan_choose support_regimes:plan_step support_regimes:plan_end
    """,
    gettext_lazy("list of facilities"): """
        support_regimes:facility_list support_regimes:facility_add
        support_regimes:facility_edit
    """,
    gettext_lazy("sources of funds and budgets"): """
        support_regimes:funding_list support_regimes:source_add
        support_regimes:budget_add support_regimes:budget_change
    """,
    gettext_lazy("rules of the regimes"): """
        support_regimes:rule_set_list support_regimes:rule_set_page
    """,
    gettext_lazy("working calendar"): """
        support_regimes:calendar_days support_regimes:calendar_day_add
        support_regimes:calendar_day_void
        support_regimes:rule_change_list support_regimes:rule_change_add
        support_regimes:rule_change_page support_regimes:rule_change_confirm
        support_regimes:rule_change_refuse support_regimes:rule_change_withdraw
    """,
    gettext_lazy("audit of cases"): """
        support_regimes:audit_list support_regimes:audit_draw
        support_regimes:audit_sample support_regimes:audit_void
        support_regimes:audit_xlsx support_regimes:audit_case
        support_regimes:case_findings
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
    gettext_lazy("new communes of a reform"): """
        victims:reform_list victims:reform_choose victims:reform_give victims:reform_back
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
        reporting:labour_xlsx reporting:unmet reporting:unmet_pdf reporting:unmet_xlsx
    """,
    gettext_lazy("comparison with another office"): """
        reporting:reconcile reporting:reconciliation_keep reporting:reconciliation
        reporting:reconciliation_list reporting:reconciliation_xlsx
    """,
    gettext_lazy("list behind a number of a report"): """
        reporting:womens_union_records reporting:labour_records
        reporting:unmet_records
    """,
}
PAGES = {page: said for said, pages in _PAGES.items() for page in pages.split()}
