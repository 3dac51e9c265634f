"""Who may open which page: one line a page, one column a member of the cast.

A line: the name of the page, the verb, the record in its address ("-": none; more of
the address behind a colon, as in case:task=needs), then what each member gets:

    in  led to the sign-in page     ok  the page (200)        go  led on (302)
    no  not for this role (403)     --  no such record (404)  ??  bad form (400)
    !!  not well (503): no backup was ever made of the tests

The record lies in the caseworker's commune. The order of the columns is CAST.
"""

CAST = [
    "nobody",
    "caseworker",
    "neighbour",
    "district_officer",
    "other_district_officer",
    "provincial_officer",
    "labour_officer",
    "administrator",
]
STATUS = {"in": 302, "ok": 200, "go": 302, "no": 403, "--": 404, "??": 400, "!!": 503}

#                                                                no ca ne di od pr la ad
EVERYBODY = """
home                                    GET  -                   in ok ok ok ok ok ok ok
sign_in                                 GET  -                   ok go go go go go go go
sign_in_second                          GET  -                   in in in in in in in in
sign_in_code                            GET  -                   ok go go go go go go go
sign_out                                POST -                   in in in in in in in in
lock                                    POST -                   go go go go go go go go
unlock                                  GET  -                   in go go go go go go go
prove                                   POST -                   in ok ok ok ok ok ok ok
quick_exit                              POST -                   go go go go go go go go
operation:answer                        GET  -                   !! !! !! !! !! !! !! !!
calendar                                GET  -                   ok ok ok ok ok ok ok ok
still_here                              GET  -                   in ok ok ok ok ok ok ok
account                                 GET  -                   in ok ok ok ok ok ok ok
password_change                         GET  -                   in ok ok ok ok ok ok ok
sign_in_end                             POST -                   in -- -- -- -- -- -- --
sign_ins_end                            POST -                   in go go go go go go go
factor_list                             GET  -                   in ok ok ok ok ok ok ok
totp_add                                GET  -                   in ok ok ok ok ok ok ok
passkey_add                             GET  -                   in ok ok ok ok ok ok ok
codes_renew                             POST -                   in -- -- -- -- -- -- --
codes_paper                             GET  -                   in go go go go go go go
factor_drop                             POST factor              in -- -- -- -- -- -- --
set_language                            POST -                   in go go go go go go go
name_switch                             POST -                   in go go go go no no no
notice_seen                             POST notice              in go -- -- -- -- -- --
"""

PEOPLE = """
areas:area_list                         GET  -                   in no no no no no no ok
accounts:user_list                      GET  -                   in no no no no no no ok
accounts:user_add                       GET  -                   in no no no no no no ok
accounts:user_page                      GET  user                in no no no no no no ok
accounts:user_edit                      GET  user                in no no no no no no ok
accounts:user_lock                      POST user                in no no no no no no go
accounts:user_unlock                    POST user                in no no no no no no go
accounts:user_sign_out                  POST user                in no no no no no no go
accounts:user_code                      POST user                in no no no no no no go
accounts:user_factors_reset             POST user                in no no no no no no go
accounts:user_misses_clear              POST user                in no no no no no no go
accounts:user_paper                     GET  user                in no no no no no no go
accounts:posting_add                    GET  user                in no no no no no no ok
accounts:posting_end                    GET  posting             in no no no no no no ok
accounts:posting_waiting                GET  -                   in no no no no no no ok
accounts:posting_confirm                POST waiting             in no no no no no no go
accounts:posting_refuse                 POST waiting             in no no no no no no go
accounts:organisation_list              GET  -                   in no no no no no no ok
accounts:organisation_add               GET  -                   in no no no no no no ok
accounts:organisation_edit              GET  body                in no no no no no no ok
accounts:reform_list                    GET  -                   in no no no no no no ok
accounts:body_end                       POST body                in no no no no no no go
accounts:setting_list                   GET  -                   in no no no no no no ok
accounts:setting_add                    GET  -                   in no no no no no no ok
accounts:trail_list                     GET  -                   in no no no no no no ok
accounts:trail_unusual                  GET  -                   in no no no no no no ok
operation:status                        GET  -                   in no no no no no no ok
"""

EXPORTS = """
accounts:export_list                    GET  -                   in no no ok ok ok ok no
accounts:export_page                    GET  export              in no no ok -- ok ok no
accounts:export_approve                 POST export              in no no go -- go go no
accounts:export_refuse                  GET  export              in no no ok -- ok ok no
accounts:export_download                POST export              in no no -- -- -- -- no
victims:case_export                     GET  -                   in no no ok ok ok ok no
victims:export_make                     POST export              in no no -- -- -- -- no
"""

VICTIMS = """
victims:case_list                       GET  -                   in ok ok ok ok ok ok no
victims:case_search                     POST -                   in go go go go go go no
victims:names_reveal                    POST -                   in go go go go no no no
victims:case_intake                     GET  -                   in ok ok ok ok no no no
victims:case_return                     GET  case                in ok -- ok -- no no no
victims:case_tasks                      GET  case                in ok -- ok -- no no no
victims:case_check                      GET  case                in ok -- ok -- no no no
victims:case_task                       GET  case:task=needs     in ok -- ok -- no no no
victims:alias_void                      POST alias               in go -- go -- no no no
victims:minor_add                       GET  case                in ok -- ok -- no no no
victims:minor_edit                      GET  minor               in ok -- ok -- no no no
victims:consent_withdraw                GET  case:purpose=record in ok -- ok -- no no no
victims:case_person                     GET  case                in ok -- ok -- ok ok no
victims:case_reveal                     GET  case                in ok -- ok -- ok ok no
victims:case_assign                     GET  case                in ok -- ok -- no no no
victims:case_move                       GET  case                in no no ok -- ok no no
victims:case_trail                      GET  case                in no no ok -- ok no no
victims:retention_list                  GET  -                   in no no ok ok ok no no
victims:erasure_ask                     GET  case                in no no ok -- ok no no
victims:erasure_page                    GET  erasure             in no no ok -- ok no no
victims:erasure_confirm                 POST erasure             in no no go -- no no no
victims:erasure_cancel                  POST erasure             in no no go -- go no no
victims:case_close                      GET  case                in no no ok -- no no no
victims:case_reopen                     GET  case                in no no ok -- no no no
victims:file_list                       GET  case                in ok -- ok -- ok ok no
victims:file_add                        GET  case                in ok -- ok -- no no no
victims:file_page                       GET  file                in ok -- ok -- no no no
victims:file_content                    GET  file:page=1         in ok -- ok -- no no no
victims:file_download                   GET  file                in no no ok -- no no no
victims:file_remove                     GET  file                in ok -- ok -- no no no
victims:transfer_list                   GET  -                   in no no ok ok ok no no
victims:reform_list                     GET  -                   in no no ok ok ok no no
victims:reform_choose                   GET  place               in no no -- -- -- no no
victims:reform_give                     POST place               in no no -- -- -- no no
victims:reform_back                     GET  household           in no no -- -- -- no no
victims:transfer_confirm                POST transfer            in no no go -- go no no
victims:transfer_accept                 POST transfer            in no no go -- go no no
victims:transfer_refuse                 POST transfer            in no no go -- go no no
victims:transfer_withdraw               POST transfer            in no no go -- go no no
victims:emergency_list                  GET  -                   in ok ok ok ok ok ok no
victims:emergency_page                  GET  emergency           in no no ok -- ok no no
victims:emergency_agree                 POST emergency           in no no go -- go no no
victims:emergency_refuse                POST emergency           in no no go -- go no no
victims:emergency_end                   POST reading             in -- -- go -- go -- no
victims:household_list                  GET  -                   in ok ok ok ok ok no no
victims:household_search                POST -                   in go go go go go no no
victims:household_enrol                 GET  -                   in ok ok ok ok no no no
victims:household_edit                  GET  household           in ok -- ok -- no no no
victims:household_move                  GET  household           in no no ok -- ok no no
victims:poverty_add                     GET  household           in ok -- ok -- no no no
"""

SUPPORT_REGIMES = """
support_regimes:case_board              GET  case                in ok -- ok -- ok ok no
support_regimes:regime_explained        GET  case:number=1       in ok -- ok -- no ok no
support_regimes:rules_choose            GET  case                in no no ok -- no ok no
support_regimes:reading_choose          GET  case:number=1,topic=stay in no no ok -- no ok no
support_regimes:rules_choice_void       GET  rules_choice        in no no ok -- no ok no
support_regimes:reading_choice_void     GET  reading_choice      in no no ok -- no ok no
support_regimes:regime_answer           GET  case:number=1       in ok -- ok -- no no no
support_regimes:regime_request_ask      GET  case:number=6       in ok -- ok -- no no no
support_regimes:provision_add           GET  case:number=1       in ok -- ok -- no no no
support_regimes:request_list            GET  -                   in ok ok ok ok ok ok no
support_regimes:due_list                GET  -                   in ok ok ok ok no ok no
support_regimes:regime_request          GET  request             in ok -- ok -- ok ok no
support_regimes:regime_request_verify   GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_appraise GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_return   GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_complete GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_decide   GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_withdraw GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_appeal   GET  request             in ok -- ok -- no ok no
support_regimes:regime_request_settle   GET  request             in ok -- ok -- no ok no
support_regimes:request_paper           GET  request:name=letter.docx in ok -- ok -- no ok no
support_regimes:application_paper       GET  case:number=6,name=hardship_allowance.docx in ok -- ok -- no no no
support_regimes:provision_give          GET  request             in ok -- ok -- no no no
support_regimes:support_without_file    GET  -                   in ok ok ok ok no no no
support_regimes:audit_list              GET  -                   in no no no no ok ok no
support_regimes:audit_draw              GET  -                   in no no no no no ok no
support_regimes:audit_sample            GET  audit               in no no no no ok ok no
support_regimes:audit_void              GET  audit               in no no no no no ok no
support_regimes:audit_xlsx              GET  audit               in no no no no ok ok no
support_regimes:audit_case              GET  audited             in no no no no ok ok no
support_regimes:case_findings           GET  case                in ok -- ok -- ok ok no
support_regimes:case_unmet              GET  case                in ok -- ok -- ok ok no
support_regimes:unmet_tap               POST case                in go -- go -- no no no
support_regimes:unmet_undo              POST unmet               in go -- go -- no no no
support_regimes:unmet_correct           GET  unmet               in ok -- ok -- no no no
support_regimes:unmet_met               GET  unmet               in ok -- ok -- no no no
support_regimes:unmet_open              POST met                 in go -- go -- no no no
support_regimes:unmet_without_file      GET  -                   in ok ok ok ok no no no
support_regimes:complaint_list          GET  -                   in ok ok ok ok ok ok no
support_regimes:complaint_add           GET  -                   in ok ok ok ok ok ok no
support_regimes:complaint_form          GET  -                   in ok ok ok ok no no no
support_regimes:complaint_page          GET  complaint           in -- -- ok -- ok -- no
support_regimes:complaint_answer        GET  complaint           in no no ok -- ok -- no
support_regimes:complaint_view          GET  complaint           in -- -- ok -- ok -- no
support_regimes:complaint_back          GET  complaint           in -- -- ok -- ok -- no
support_regimes:provision_void          GET  provision           in ok -- ok -- no no no
support_regimes:provision_correct       GET  provision           in ok -- ok -- no no no
support_regimes:case_stays              GET  case                in ok -- ok -- ok ok no
support_regimes:stay_add                GET  case                in ok -- ok -- no no no
support_regimes:stay_edit               GET  stay                in ok -- ok -- no no no
support_regimes:stay_away               GET  stay                in ok -- ok -- no no no
support_regimes:stay_extend             GET  stay                in ok -- ok -- no no no
support_regimes:stay_service            GET  stay                in ok -- ok -- no no no
support_regimes:stay_leave              GET  stay                in ok -- ok -- no no no
support_regimes:stay_strike             GET  stay                in ok -- ok -- no no no
support_regimes:stay_void               GET  stay_entry:kind=entry in ok -- ok -- no no no
support_regimes:case_outcomes           GET  case                in ok -- ok -- ok ok no
support_regimes:outcome_add             GET  case:topic=loan     in ok -- ok -- no no no
support_regimes:outcome_correct         GET  outcome             in ok -- ok -- no no no
support_regimes:outcome_void            GET  outcome             in ok -- ok -- no no no
support_regimes:outcome_step_add        GET  outcome:kind=finished in ok -- ok -- no no no
support_regimes:outcome_step_correct    GET  outcome_step        in ok -- ok -- no no no
support_regimes:outcome_step_void       GET  outcome_step        in ok -- ok -- no no no
support_regimes:return_assess           GET  case                in ok -- ok -- no no no
support_regimes:hand_over               GET  case                in ok -- ok -- no no no
support_regimes:hand_over_take          GET  commune_handover    in ok -- ok -- no no no
support_regimes:plan_choose             GET  case                in ok -- ok -- no no no
support_regimes:plan_step               GET  plan_step           in ok -- ok -- no no no
support_regimes:plan_end                POST plan                in go -- go -- no no no
support_regimes:facility_list           GET  -                   in no no no no no no ok
support_regimes:facility_add            GET  -                   in no no no no no no ok
support_regimes:facility_edit           GET  facility            in no no no no no no ok
support_regimes:funding_list            GET  -                   in ok ok ok ok ok ok no
support_regimes:source_add              GET  -                   in no no no no ok no no
support_regimes:budget_add              GET  -                   in no no no no ok no no
support_regimes:rule_set_list           GET  -                   in ok ok ok ok ok ok ok
support_regimes:rule_set_page           GET  rules               in ok ok ok ok ok ok ok
support_regimes:calendar_days           GET  -                   in ok ok ok ok ok ok ok
support_regimes:calendar_day_add        GET  -                   in no no no no no ok ok
support_regimes:calendar_day_void       GET  calendar_day        in no no no no no ok ok
support_regimes:rule_change_list        GET  -                   in ok ok ok ok ok ok ok
support_regimes:rule_change_add         GET  rules:kind=whole    in no no no no no ok ok
support_regimes:rule_change_page        GET  rule_change         in ok ok ok ok ok ok ok
support_regimes:rule_change_confirm     POST rule_change         in no no no no go go no
support_regimes:rule_change_refuse      POST rule_change         in no no no no go go no
support_regimes:rule_change_withdraw    POST rule_change         in no no no no no go go
support_regimes:budget_change           GET  budget              in no no no no ok no no
"""

LIVELIHOODS = """
livelihoods:grant_list                  GET  -                   in ok ok ok ok ok no no
livelihoods:grant_ask                   GET  household           in ok -- ok -- no no no
livelihoods:visit_list                  GET  -                   in ok ok ok ok ok no no
livelihoods:visit_page                  GET  visit               in ok -- ok -- ok no no
livelihoods:visit_file_add              GET  visit               in ok -- ok -- no no no
livelihoods:grant_file_add              GET  grant               in ok -- ok -- no no no
livelihoods:visit_void                  GET  visit               in ok -- ok -- no no no
livelihoods:household_page              GET  household           in ok -- ok -- ok no no
livelihoods:visit_log                   GET  household           in ok -- ok -- no no no
livelihoods:herd_open                   GET  household           in ok -- ok -- no no no
livelihoods:income_add                  GET  household           in ok -- ok -- no no no
livelihoods:guidance_add                GET  household           in ok -- ok -- no no no
livelihoods:income_void                 GET  income              in ok -- ok -- no no no
livelihoods:guidance_void               GET  guidance            in ok -- ok -- no no no
livelihoods:herd_page                   GET  herd                in ok -- ok -- ok no no
livelihoods:herd_entry_add              GET  herd                in ok -- ok -- no no no
livelihoods:case_timeline               GET  case                in ok -- ok -- ok ok no
livelihoods:case_livelihood             GET  case                in ok -- ok -- ok no no
livelihoods:grant_page                  GET  grant               in ok -- ok -- ok no no
livelihoods:grant_edit                  GET  draft               in ok -- ok -- no no no
livelihoods:grant_submit                POST draft               in go -- go -- no no no
livelihoods:grant_approve               GET  grant               in no no ok -- ok no no
livelihoods:grant_return                GET  grant               in no no ok -- ok no no
livelihoods:grant_refuse                GET  grant               in no no ok -- ok no no
livelihoods:grant_withdraw              GET  grant               in ok -- ok -- no no no
livelihoods:grant_number                POST approved            in no no go -- go no no
livelihoods:grant_close                 GET  approved            in ok -- ok -- no no no
livelihoods:grant_pay                   GET  approved            in no no ok -- ok no no
livelihoods:grant_hand_over             GET  approved            in ok -- ok -- no no no
livelihoods:payment_void                GET  payment             in no no ok -- ok no no
livelihoods:handover_void               GET  handover            in ok -- ok -- no no no
livelihoods:grant_slip                  GET  approved            in ok -- ok -- no no no
livelihoods:grant_letter                GET  approved            in ok -- ok -- ok no no
livelihoods:herd_entry_void             GET  entry               in ok -- ok -- no no no
livelihoods:herd_entry_correct          GET  entry               in ok -- ok -- no no no
livelihoods:import_record               GET  -                   in no no no no ok no no
livelihoods:import_template             GET  -                   in no no no no ok no no
"""

REPORTING = """
reporting:report_list                   GET  -                   in no no ok ok ok ok no
reporting:womens_union                  GET  -                   in no no ok ok ok no no
reporting:womens_union_pdf              GET  -                   in no no ok ok ok no no
reporting:womens_union_xlsx             GET  -                   in no no ok ok ok no no
reporting:womens_union_records          GET  -                   in no no -- -- -- no no
reporting:unmet                         GET  -                   in no no ok ok ok ok no
reporting:unmet_pdf                     GET  -                   in no no ok ok ok ok no
reporting:unmet_xlsx                    GET  -                   in no no ok ok ok ok no
reporting:unmet_records                 GET  -                   in no no -- -- -- no no
reporting:reconciliation_list           GET  -                   in no no no no ok ok no
reporting:reconcile                     GET  -                   in no no no no ok ok no
reporting:reconciliation_keep           POST -                   in no no no no go go no
reporting:reconciliation                GET  reconciliation      in no no no no ok ok no
reporting:reconciliation_xlsx           GET  reconciliation      in no no no no ok ok no
reporting:labour                        GET  -                   in no no no no ok ok no
reporting:labour_pdf                    GET  -                   in no no no no ok ok no
reporting:labour_xlsx                   GET  -                   in no no no no ok ok no
reporting:labour_records                GET  -                   in no no no no -- -- no
"""

TABLE = (
    EVERYBODY + PEOPLE + EXPORTS + VICTIMS + SUPPORT_REGIMES + LIVELIHOODS + REPORTING
)


def lines():
    """Each line as (page, verb, record, {member: code})."""
    for line in filter(None, TABLE.splitlines()):
        page, verb, record, *codes = line.split()
        yield page, verb, record, dict(zip(CAST, codes, strict=True))
