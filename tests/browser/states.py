"""Every state of every page that is photographed: the name of its pictures and what it is.

`looks.photograph` takes no other name, and a test looks that none of these is without a picture.
"""

from typing import Final

HOME: Final = {
    "first-use": "nothing was ever looked at",
    "home": "broadcasts seen lately",
    "home-alerts": "alerts are open",
    "demo-home": "demo data",
    "settings-missing-home": "CallFire can't be asked: settings are missing",
    "bad-input-home": "what was typed can't be used",
}
BROADCAST: Final = {
    "calls": "calls, complete",
    "texts": "texts, complete",
    "folds": "all that is folded is open",
    "broadcast-spanish": "in Spanish",
    "definitions": "what every figure and code means",
    "demo-page": "demo data",
    "menu-export": "the menu of exports is open",
    "menu-custom": "the dates are open",
    "menu-more": "what is rarely done is open",
    "menu-time-zone": "the chooser of time zones is open",
    "menu-account": "the menu of the account is open",
    "estimate": "how long it will take",
    "stalled": "no attempt for longer than usual",
    "money": "credits in money",
    "loading": "newer figures are awaited",
    "when-loading": "the timeline is filled in",
    "when-refused": "the timeline is partial: CallFire did not give the rest",
    "nothing": "no calls or texts in the period",
    "not-started": "no calls or texts at all",
    "stats-as-on-callfires-page": "attempts without a result",
    "stats-without-actionstatistics": "CallFire did not send the progress",
    "stats-empty-sections": "CallFire sent next to nothing",
    "stale": "the refresh failed, older figures stay",
    "not-saved": "the figures could not be kept",
    "too-soon": "refreshed twice within 5 seconds",
    "settings-missing-page": "CallFire can't be asked: settings are missing",
    "credentials": "CallFire refused the login",
    "forbidden": "this account may not read it",
    "not-found": "CallFire has no such broadcast",
    "busy": "CallFire asks for a pause",
    "unreadable": "CallFire's answer could not be read",
    "unavailable": "CallFire failed",
    "timeout": "CallFire did not answer in time",
    "own-limit": "this site's own limit of questions",
    "bad-input-page": "the address holds no dates",
    "signed-out": "signed out while it was open",
    "unreachable": "this site does not answer",
    "forget": "whether to forget it",
    "name-refused": "a name of one's own that is too long",
}
LIST: Final = {
    "list-empty": "no broadcasts yet",
    "list": "all broadcasts",
    "list-ticked": "two are ticked to be compared",
    "list-filtered-to-nothing": "no broadcast fits",
    "list-importing": "the list is fetched from CallFire",
    "list-stopped": "the fetching of the list failed half-way",
}
PORTFOLIO: Final = {
    "portfolio-empty": "no broadcast in the period",
    "portfolio-begun": "nothing has come yet",
    "portfolio": "complete",
    "portfolio-days": "stopped at the limit of questions, with the table of days",
    "portfolio-missing": "figures of some broadcasts are missing",
    "portfolio-refused": "the address holds no dates",
    "best-time": "the best hours to call",
    "best-time-table": "the best hours to call as a table",
    "best-time-empty": "too little to tell the best hours",
}
COMPARE: Final = {
    "compare-empty": "one broadcast is picked, another one is not",
    "compare-nothing": "nothing is picked",
    "compare-loading": "the hours are fetched",
    "compare": "complete",
    "compare-tables": "the tables of its charts are open",
    "compare-by-age": "aligned at the first attempts",
    "compare-failed": "one of them failed",
    "compare-eight": "as many as there may be",
    "compare-refused": "more than there may be",
}
ALERTS: Final = {
    "alerts-none": "nothing was ever told",
    "alerts": "some are open, some were told before",
    "alerts-of-one": "those of one broadcast",
    "alerts-wanted": "some are wanted",
    "alerts-refused": "a limit that is none",
    "alerts-not-sent": "a mail was refused",
    "alerts-unknown": "those of no broadcast",
}
ACCOUNT: Final = {
    "sign-in-plain": "signing in",
    "sign-in": "a wrong password",
    "sign-in-locked": "too many wrong passwords (429)",
    "tokens-none": "no token",
    "tokens-fresh": "a token was made just now",
    "tokens-refused": "a token without a name",
    "password": "another password is asked for",
    "password-refused": "a password that is too weak",
    "password-done": "the password was changed",
    "admin-sign-in": "signing in to the administration",
    "admin": "the administration",
}
FAULTS: Final = {
    "fault-400": "the address is more than this site takes",
    "fault-403": "a form without this browser's mark",
    "no-such-address": "there is nothing at this address (404)",
    "fault-405": "an address that only takes forms",
    "fault-500": "a mistake of this site",
    "fault-503": "the database is not reached",
}
STATES: Final = HOME | BROADCAST | LIST | PORTFOLIO | COMPARE | ALERTS | ACCOUNT | FAULTS
