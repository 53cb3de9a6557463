"""Who gets what at every address. A person reads it, test_access.py holds it, and an address without a row fails there.

Each cell says what GET and what POST (of an empty form) are answered. An empty cell repeats the one to its left.
Whoever adds an address adds its row. The law behind the rows:

    not visible                 404, also for an id that nobody has
    visible but not yours       403
    nobody signed in            asked to sign in, whether the thing exists or not, but where the row says otherwise
    a verb that is not offered  405; a stranger is asked to sign in first
    PUT, PATCH, DELETE and any other verb  405 at every address, for everybody, and nothing changes: no row needed
    HEAD                        as GET
"""

# Outside of the admin staff, curators and superusers are another coach.
OTHERS = ["coach", "staff", "curator", "superuser"]

# Where the private thing is open to whoever has its address, so that its cells do not say what an unknown one answers.
OPEN_BY_SECRET = {"programs:calendar_feed": ["404", "405"]}

# asked: to sign in, by a 302 to that page, which leads back.
# 200 409 422 a page; 302 done, and on to another page; 400 404 405 refused.
SITE = """
address                              | its owner | others: private | others: public | strangers: private | strangers: public

home                                 | 200 405 |         |         | asked asked |
healthz                              | 200 405 |         |         | 200 405     |
metrics                              | 404 405 |         |         | 404 405     |
keys                                 | 200 405 |         |         | asked asked |
notation_guide                       | 200 405 |         |         | 200 405     |

# Steps are their maker's own, whatever the document.
core:change_undo                     | 405 302 | 405 404 |         | asked asked |
core:change_redo                     | 405 409 | 405 404 |         | asked asked |

accounts:profile                     | 200 200 |         |         | asked asked |
accounts:theme                       | 405 400 |         |         | 405 400     |
accounts:archive                     | 200 405 |         |         | asked asked |
accounts:arriving                    | 200 422 |         |         | asked asked |
accounts:close                       | 200 422 |         |         | asked asked |
accounts:security                    | 200 405 |         |         | asked asked |
accounts:devices_sign_out            | 405 302 |         |         | asked asked |
accounts:device_sign_out             | 405 302 | 405 404 |         | asked asked |

# A public exercise is one of the library, which is nobody's to change here; the owner's is private.
exercises:exercise_list              | 200 405 |         |         | asked asked |
exercises:exercise_create            | 200 422 |         |         | asked asked |
exercises:exercise_detail            | 200 405 | 404 405 | 200 405 | asked asked |
exercises:exercise_update            | 200 422 | 404 404 | 403 403 | asked asked |
exercises:exercise_favourite         | 405 302 | 405 404 | 405 302 | asked asked |
exercises:exercise_unfavourite       | 405 302 | 405 404 | 405 302 | asked asked |
exercises:exercise_variant           | 405 302 | 405 404 | 405 302 | asked asked |
exercises:exercise_suggest           | 405 302 | 405 404 | 405 403 | asked asked |
exercises:exercise_withdraw          | 405 302 | 405 404 | 405 403 | asked asked |
exercises:exercise_archive           | 405 302 | 405 404 | 405 403 | asked asked |
exercises:exercise_restore           | 405 302 | 405 404 | 405 403 | asked asked |
exercises:exercise_delete            | 200 302 | 404 404 | 403 403 | asked asked |

sessions:session_list                | 200 405 |         |         | asked asked |
sessions:session_create              | 200 422 |         |         | asked asked |
sessions:suggest                     | 200 405 |         |         | asked asked |
# A public exercise is one of the library.
sessions:exercise_add                | 200 422 | 404 404 | 200 422 | asked asked |
sessions:session_detail              | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
sessions:session_print               | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
sessions:session_update              | 200 422 | 404 404 | 403 403 | asked asked |
sessions:session_copy                | 405 302 | 405 404 | 405 302 | asked asked |
sessions:session_keep                | 405 302 | 405 404 | 405 403 | asked asked |
# 409: it stands in a program.
sessions:session_delete              | 405 409 | 405 404 | 405 403 | asked asked |
# 404: no step is named.
sessions:session_undo                | 405 302 | 405 404 | 405 403 | asked asked |
sessions:session_redo                | 405 302 | 405 404 | 405 403 | asked asked |
sessions:session_text                | 200 422 | 404 404 | 403 403 | asked asked |
sessions:text_preview                | 405 200 | 405 404 | 405 403 | asked asked |
sessions:line_add                    | 405 422 | 405 404 | 405 403 | asked asked |
sessions:superset_add                | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_update                 | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_fix                     | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_swaps                   | 200 405 | 404 405 | 403 405 | asked asked |
sessions:line_swap                    | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_move                   | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_copy                   | 405 302 | 405 404 | 405 403 | asked asked |
sessions:line_remove                 | 405 302 | 405 404 | 405 403 | asked asked |
sessions:line_group                  | 405 422 | 405 404 | 405 403 | asked asked |
sessions:line_leave                  | 405 302 | 405 404 | 405 403 | asked asked |
sessions:selection_move              | 405 422 | 405 404 | 405 403 | asked asked |
sessions:selection_copy              | 405 422 | 405 404 | 405 403 | asked asked |
sessions:selection_group             | 405 422 | 405 404 | 405 403 | asked asked |
sessions:selection_remove            | 405 422 | 405 404 | 405 403 | asked asked |
sessions:section_rename              | 405 422 | 405 404 | 405 403 | asked asked |
sessions:group_update                | 405 302 | 405 404 | 405 403 | asked asked |
sessions:group_move                  | 405 422 | 405 404 | 405 403 | asked asked |
sessions:ungroup                     | 405 302 | 405 404 | 405 403 | asked asked |

programs:palette                     | 200 405 |         |         | asked asked |
programs:start                       | 405 422 |         |         | asked asked |
programs:program_list                | 200 405 |         |         | asked asked |
programs:program_create              | 200 422 |         |         | asked asked |
programs:program_paste               | 200 200 |         |         | asked asked |
programs:program_paste_create        | 405 422 |         |         | asked asked |
programs:program_paste_forget        | 405 200 | 405 404 | 405 404 | asked asked |
programs:program_detail              | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:program_print               | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:program_download            | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:program_update              | 200 422 | 404 404 | 403 403 | asked asked |
programs:program_visibility          | 405 400 | 405 404 | 405 403 | asked asked |
# A stranger's wish to copy waits until they have signed in.
programs:program_copy                | 200 302 | 404 404 | 200 302 | asked asked | 200 asked
programs:link_renew                  | 405 302 | 405 404 | 405 403 | asked asked |
programs:program_text                | 200 422 | 404 404 | 403 403 | asked asked |
programs:text_preview                | 405 200 | 405 404 | 405 403 | asked asked |
programs:program_delete              | 405 302 | 405 404 | 405 403 | asked asked |
programs:calendar                    | 200 405 | 404 405 | 403 405 | asked asked |
programs:calendar_file               | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:feed_make                   | 405 422 | 405 404 | 405 403 | asked asked |
programs:feed_renew                  | 405 302 | 405 404 | 405 403 | asked asked |
programs:feed_end                    | 405 302 | 405 404 | 405 403 | asked asked |
programs:drawer                      | 200 405 | 404 405 | 403 405 | asked asked |
programs:hint_list                   | 200 405 | 404 405 | 403 405 | asked asked |
programs:hint_silence                | 405 422 | 405 404 | 405 403 | asked asked |
programs:hint_hear                   | 405 422 | 405 404 | 405 403 | asked asked |
programs:muscles                     | 200 405 | 404 405 | 403 405 | asked asked |
programs:program_replace             | 200 422 | 404 404 | 403 403 | asked asked |
programs:replace_preview             | 405 422 | 405 404 | 405 403 | asked asked |
programs:placing_create              | 200 422 | 404 404 | 403 403 | asked asked |
programs:lines_preview               | 405 200 | 405 404 | 405 403 | asked asked |
programs:week_detail                 | 200 405 | 404 405 | 403 405 | asked asked |
programs:week_describe               | 200 302 | 404 404 | 403 403 | asked asked |
programs:week_copy                   | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_progress               | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_deload                 | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_taper                  | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_insert                 | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_shift                  | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_days                   | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_template               | 200 422 | 404 404 | 403 403 | asked asked |
programs:week_clear                  | 200 302 | 404 404 | 403 403 | asked asked |
programs:week_preview                | 405 422 | 405 404 | 405 403 | asked asked |
programs:cards_move                  | 405 422 | 405 404 | 405 403 | asked asked |
programs:cards_copy                  | 405 422 | 405 404 | 405 403 | asked asked |
programs:cards_remove                | 405 422 | 405 404 | 405 403 | asked asked |
programs:session_import              | 200 422 |         |         | asked asked |
programs:session_download            | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:session_file                | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:session_places              | 200 422 | 404 404 | 200 422 | asked asked |
programs:placing_detail              | 200 405 | 404 405 | 200 405 | asked 405   | 200 405
programs:placing_move                | 405 422 | 405 404 | 405 403 | asked asked |
programs:placing_copy                | 405 422 | 405 404 | 405 403 | asked asked |
programs:placing_adjust              | 405 302 | 405 404 | 405 403 | asked asked |
programs:placing_annotate            | 405 302 | 405 404 | 405 403 | asked asked |
programs:placing_repeat              | 405 422 | 405 404 | 405 403 | asked asked |
programs:placing_own                 | 405 302 | 405 404 | 405 403 | asked asked |
programs:placing_own_later           | 405 302 | 405 404 | 405 403 | asked asked |
programs:placing_remove              | 405 302 | 405 404 | 405 403 | asked asked |

# By its share link a program opens for anybody, and its owner is anybody too. A draft's link opens nothing.
programs:shared_program              | 200 405 | 404 405 | 200 405 | 404 405     | 200 405
programs:shared_placing              | 200 405 | 404 405 | 200 405 | 404 405     | 200 405
programs:shared_print                | 200 405 | 404 405 | 200 405 | 404 405     | 200 405
programs:shared_calendar             | 200 405 | 404 405 | 200 405 | 404 405     | 200 405
programs:shared_download             | 200 405 | 404 405 | 200 405 | 404 405     | 200 405
programs:shared_copy                 | 200 302 | 404 404 | 200 302 | 404 404     | 200 asked
# A calendar's feed is open to whoever has its address, of a draft, too. What was never one is 404: OPEN_BY_SECRET.
programs:calendar_feed               | 200 405 |         |         | 200 405     |

# allauth's own pages: those for people ask strangers to sign in, those for strangers send people home.
account_login                        | 302 302 |         |         | 200 200     |
account_logout                       | 200 302 |         |         | 302 302     |
account_inactive                     | 200 405 |         |         | 200 405     |
account_signup                       | 302 302 |         |         | 200 200     |
account_reauthenticate               | 200 200 |         |         | asked asked |
account_email                        | 200 302 |         |         | asked asked |
account_email_verification_sent      | 302 302 |         |         | 302 302     |
account_change_password              | 200 200 |         |         | asked asked |
account_set_password                 | 302 302 |         |         | asked asked |
account_reset_password               | 200 200 |         |         | 200 200     |
account_confirm_login_code           | 302 302 |         |         | 302 302     |
account_reset_password_from_key_done | 200 405 |         |         | 200 405     |
account_reset_password_from_key      | 200 200 |         |         | 200 200     |
account_reset_password_done          | 200 405 |         |         | 200 405     |

# Second factors, each person's own: everybody here has just signed in, and has a passkey and recovery codes.
# The lists of allauth lead to accounts:security.
mfa_index                            | 302 405 |         |         | asked asked |
mfa_authenticate                     | 302 302 |         |         | 302 302     |
mfa_reauthenticate                   | 200 200 |         |         | asked asked |
mfa_activate_totp                    | 200 200 |         |         | asked asked |
mfa_deactivate_totp                  | 404 404 |         |         | asked asked |
mfa_view_recovery_codes              | 200 405 |         |         | asked asked |
mfa_generate_recovery_codes          | 200 302 |         |         | asked asked |
mfa_download_recovery_codes          | 200 405 |         |         | asked asked |
mfa_list_webauthn                    | 302 405 |         |         | asked asked |
mfa_add_webauthn                     | 200 200 |         |         | asked asked |
mfa_reauthenticate_webauthn          | 200 302 |         |         | asked asked |
mfa_remove_webauthn                  | 200 302 | 404 404 |         | asked asked |
mfa_edit_webauthn                    | 200 200 | 404 404 |         | asked asked |
mfa_login_webauthn                   | 302 302 |         |         | 302 302     |

usersessions_list                    | 302 405 |         |         | asked asked |
"""

# The admin. It looks at everybody's things, whether private or public.
ADMIN = """
address                       | a coach | staff   | a curator | a superuser | a stranger

admin:index                   | 403 403 | 200 200 |           |             | asked asked
admin:login                   | 403 403 | 302 302 |           |             | asked asked
admin:logout                  | 403 403 | 405 302 |           |             | asked asked
admin:password_change         | 403 403 | 302 302 |           |             | asked asked
admin:password_change_done    | 403 403 | 302 302 |           |             | asked asked
admin:autocomplete            | 403 403 | 403 405 |           |             | asked asked
admin:jsi18n                  | 403 403 | 200 405 |           |             | asked asked
# From a program to its page outside of the admin.
admin:view_on_site            | 403 403 | 403 403 |           | 302 302     | asked asked
# The app of the exercises.
admin:app_list                | 403 403 | 404 404 | 200 200   |             | asked asked
# Anything else below /admin/.
admin:(?P<url>.*)$            | 403 403 | 404 404 |           |             | asked asked

# The curator's own pages. A coach's own exercise is none that is merged; a superuser sees it.
admin:exercises_exercise_merge | 403 403 | 403 403 | 302 302     | 403 403     | asked asked
admin:exercises_exercise_suggestions | 403 403 | 403 403 | 200 200 |             | asked asked
admin:exercises_exercise_accept | 403 403 | 403 403 | 405 302    |             | asked asked
admin:exercises_exercise_decline | 403 403 | 403 403 | 405 302   |             | asked asked
admin:exercises_exercise_duplicates | 403 403 | 403 403 | 200 200 |             | asked asked
admin:exercises_exercise_different | 403 403 | 403 403 | 405 302 |             | asked asked
admin:exercises_exercise_revert | 403 403 | 403 403 | 302 302    | 403 403     | asked asked
admin:exercises_exercise_preview | 403 403 | 403 403 | 302 302   | 200 422     | asked asked
admin:exercises_exercise_export | 403 403 | 403 403 | 200 200    |             | asked asked
admin:exercises_exercise_import | 403 403 | 403 403 | 200 422    |             | asked asked
admin:auth_user_password_change | 403 403 | 403 403 |         | 200 200     | asked asked
"""

# What each may do with the objects of a model, in Django's words, at the addresses that every model has. "absent": the
# object is not shown, and its addresses lead to the admin's first page, as those of an id that nobody has do.
# A coach and staff without a right may nothing, and strangers are asked to sign in.
MODELS = """
model                          | a curator              | a superuser

accounts.user                  | nothing                | view add change delete
auth.group                     | nothing                | view add change delete
core.change                    | nothing                | view
exercises.exercise             | view add change        | view add change delete
exercises.exercise (a coach's) | view add change absent | view add delete
programs.program               | nothing                | view
sessions_app.session           | nothing                | view
account.emailaddress           | nothing                | view
mfa.authenticator              | nothing                | view delete
usersessions.usersession       | nothing                | view
"""


def read(table: str) -> dict[str, list[list[str]]]:
    """The rows by address: a list of cells, each the words in it."""
    rows = {}
    for line in table.splitlines():
        if line.strip() and not line.startswith(("#", "address ", "model ")):
            name, *cells = line.split("|")
            filled: list[list[str]] = []
            for cell in cells:
                filled.append(cell.split() or filled[-1])
            if name.strip() in rows:
                raise ValueError(f"{name.strip()} has two rows")
            rows[name.strip()] = filled
    return rows
