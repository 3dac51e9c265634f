"""Who may open which page: one line a page, one column a member of the cast.

A line: the name of the page, the verb, the record in its address ("-": none; more of
the address behind a colon, as in case:task=needs), then what each member gets:

    in  led to the sign-in page     ok  the page (200)        go  led on (302)
    no  not for this role (403)     --  no such record (404)  ??  bad form (400)

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
STATUS = {"in": 302, "ok": 200, "go": 302, "no": 403, "--": 404, "??": 400}

#                                       nobody case neig dist othe prov labo admi
EVERYBODY = """
home                          GET  -        in  ok  ok  ok  ok  ok  ok  ok
sign_in                       GET  -        ok  go  go  go  go  go  go  go
sign_out                      POST -        in  in  in  in  in  in  in  in
quick_exit                    POST -        go  go  go  go  go  go  go  go
calendar                      GET  -        ok  ok  ok  ok  ok  ok  ok  ok
account                       GET  -        in  ok  ok  ok  ok  ok  ok  ok
password_change               GET  -        in  ok  ok  ok  ok  ok  ok  ok
sign_in_end                   POST -        in  --  --  --  --  --  --  --
set_language                  POST -        in  go  go  go  go  go  go  go
name_switch                   POST -        in  go  go  go  go  no  no  no
"""

PEOPLE = """
areas:area_list               GET  -        in  no  no  no  no  no  no  ok
accounts:user_list            GET  -        in  no  no  no  no  no  no  ok
accounts:user_add             GET  -        in  no  no  no  no  no  no  ok
accounts:user_page            GET  user     in  no  no  no  no  no  no  ok
accounts:user_edit            GET  user     in  no  no  no  no  no  no  ok
accounts:user_lock            POST user     in  no  no  no  no  no  no  go
accounts:user_unlock          POST user     in  no  no  no  no  no  no  go
accounts:user_sign_out        POST user     in  no  no  no  no  no  no  go
accounts:user_password        POST user     in  no  no  no  no  no  no  go
accounts:user_paper           GET  user     in  no  no  no  no  no  no  go
accounts:posting_add          GET  user     in  no  no  no  no  no  no  ok
accounts:posting_end          GET  posting  in  no  no  no  no  no  no  ok
accounts:organisation_list    GET  -        in  no  no  no  no  no  no  ok
accounts:organisation_add     GET  -        in  no  no  no  no  no  no  ok
accounts:organisation_edit    GET  body     in  no  no  no  no  no  no  ok
accounts:setting_list         GET  -        in  no  no  no  no  no  no  ok
accounts:setting_add          GET  -        in  no  no  no  no  no  no  ok
"""

OLD_REGISTERS = """
livelihoods:import_record     GET  -        in  no  no  no  no  ok  no  no
livelihoods:import_template   GET  -        in  no  no  no  no  ok  no  no
"""

TABLE = EVERYBODY + PEOPLE + OLD_REGISTERS


def lines():
    """Each line as (page, verb, record, {member: code})."""
    for line in filter(None, TABLE.splitlines()):
        page, verb, record, *codes = line.split()
        yield page, verb, record, dict(zip(CAST, codes, strict=True))
