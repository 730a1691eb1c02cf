"""The account's broadcasts: a dozen campaigns, each of another kind, all hung on the anchor.

The hours of those that run are set around the anchor so that, from the anchor to the end of the
next day, one of them is calling at any hour.
"""

from datetime import time, timedelta
from typing import Final

from simulator.campaign import Billing, Campaign, Hours, Retry, Storm, shares

_LOS_ANGELES: Final = "America/Los_Angeles"
_CHICAGO: Final = "America/Chicago"
_NEW_YORK: Final = "America/New_York"


def _around(zone: str, first_day: int, opens: float, length: float) -> Hours:
    """Open so many hours from the anchor, every day."""
    return Hours(zone, first_day, timedelta(hours=opens), timedelta(hours=length))


def _daily(zone: str, first_day: int, opens: int, closes: int, *, weekdays: bool = True) -> Hours:
    """Call from one full hour of the local day to another."""
    return Hours(zone, first_day, time(opens), timedelta(hours=closes - opens), weekdays)


_RUNNING: Final = (
    Campaign(
        id=11741873003,
        name="Autumn reminder",
        type="VOICE",
        size=10_000,
        hours=_around(_LOS_ANGELES, -6, -2, 13),
        per_hour=132,
        shares=shares(
            LA=34.9,
            AM=28.4,
            NO_ANS=18.9,
            BUSY=7.6,
            XFER=3.2,
            CARRIER_ERROR=2.5,
            DNC=2.4,
            UNDIALED=2.1,
        ),
        retry=Retry(3, 480),
        labels=("reminders",),
    ),
    Campaign(
        id=5759746003,
        name="Flu clinic, evening",
        type="IVR",
        size=5_200,
        hours=_around(_CHICAGO, -1, -1, 13),
        per_hour=190,
        shares=shares(
            LA=27,
            XFER=6,
            AM=31,
            NO_ANS=24,
            BUSY=7,
            CARRIER_ERROR=1.5,
            INVALID_NUMBER=1.5,
            DNC=1,
            POSTPONED=1,
        ),
        retry=Retry(2, 90, ("BUSY", "NO_ANS", "CARRIER_TEMP_ERROR")),
        storm=Storm(timedelta(hours=2.5), timedelta(hours=2), 0.85),
        transfer_legs=True,
        labels=("health", "clinics"),
        from_number="13125550117",
    ),
    Campaign(
        id=9811204003,
        name="Appointment reminders, daily",
        type="VOICE",
        size=15_000,
        hours=_around(_LOS_ANGELES, -118, -3, 14),
        per_hour=11.6,
        shares=shares(
            LA=37,
            AM=33,
            NO_ANS=17,
            BUSY=6,
            XFER=2.5,
            CARRIER_ERROR=1.5,
            INVALID_NUMBER=1,
            DNC=1,
            UNDIALED=1,
        ),
        retry=Retry(3, 240),
        labels=("reminders", "health"),
    ),
    Campaign(
        id=12002954003,
        name="Night shift openings",
        type="TEXT",
        size=9_000,
        hours=_around(_NEW_YORK, -1, 10, 14),
        per_hour=230,
        shares=shares(
            SENT=95, CARRIER_ERROR=1.4, CARRIER_TEMP_ERROR=1.6, INVALID_NUMBER=1.2, DNT=0.8
        ),
        retry=Retry(2, 30, ("CARRIER_TEMP_ERROR",)),
        reply_share=0.16,
        labels=("hiring",),
        from_number="67076",
    ),
    Campaign(
        id=12003318003,
        name="School closed today",
        type="VOICE",
        size=6_400,
        hours=_around(_CHICAGO, 0, 4.4, 14),
        per_hour=700,
        shares=shares(LA=49, AM=24, NO_ANS=16, BUSY=8, CARRIER_ERROR=1.5, INVALID_NUMBER=1.5),
        retry=Retry(3, 15),
        labels=("alerts",),
    ),
)

_TO_COME: Final = (
    Campaign(
        id=6280378003,
        name="Payment due, 2nd try",
        type="VOICE",
        size=2_500,
        hours=_daily(_NEW_YORK, 30, 10, 19),
        per_hour=300,
        shares=shares(LA=30, AM=34, NO_ANS=24, BUSY=9, DNC=3),
        retry=Retry(2, 120),
        labels=("payments",),
    ),
)

_OVER: Final = (
    Campaign(
        id=6117119003,
        name="Delivery window texts",
        type="TEXT",
        size=18_981,
        hours=_daily(_LOS_ANGELES, -2, 9, 20, weekdays=False),
        per_hour=1_450,
        shares=shares(SENT=96.1, CARRIER_ERROR=2.1, INVALID_NUMBER=1.0, DNT=0.74, TOO_BIG=0.02),
        reply_share=0.105,
        labels=("deliveries",),
        from_number="67076",
    ),
    Campaign(
        id=7308851003,
        name="Storm warning, coast",
        type="VOICE",
        size=8_000,
        hours=_daily(_NEW_YORK, -20, 8, 21, weekdays=False),
        per_hour=520,
        shares=shares(LA=41, AM=29, NO_ANS=15, BUSY=10, CARRIER_ERROR=2, UNDIALED=3),
        retry=Retry(3, 30),
        stops_after=timedelta(hours=9),
        labels=("alerts",),
    ),
    Campaign(
        id=4420167003,
        name="Spring membership drive",
        type="IVR",
        size=7_500,
        hours=_daily(_CHICAGO, -190, 10, 20),
        per_hour=150,
        shares=shares(
            LA=24,
            XFER=5,
            AM=36,
            NO_ANS=23,
            BUSY=6,
            CARRIER_ERROR=2,
            INVALID_NUMBER=2,
            DNC=1.5,
            INTERNAL_ERROR=0.5,
        ),
        retry=Retry(2, 1440),
        transfer_legs=True,
        labels=("members",),
    ),
    Campaign(
        id=7740021003,
        name="National service survey",
        type="IVR",
        size=7_200,
        hours=_daily(_NEW_YORK, -40, 9, 21),
        per_hour=200,
        shares=shares(
            LA=33, XFER=2, AM=30, SD=3, NO_ANS=20, BUSY=8, CARRIER_ERROR=2, INVALID_NUMBER=2
        ),
        retry=Retry(3, 180),
        billing=Billing(60, 20_000),
        transfer_legs=True,
        counts_for=1_000,
        labels=("surveys",),
    ),
    Campaign(
        id=8815530003,
        name="Pharmacy pick-up notice",
        type="VOICE",
        size=3_400,
        hours=_daily(_CHICAGO, -9, 9, 18),
        per_hour=160,
        # Machine detection is off: every connected call counts as a live answer.
        shares=shares(LA=71, NO_ANS=17, BUSY=8, CARRIER_ERROR=2, INVALID_NUMBER=2),
        retry=Retry(2, 60),
        billing=Billing(60),
        labels=("health",),
    ),
    Campaign(
        id=3996240003,
        name="Festival line-up",
        type="TEXT",
        size=5_600,
        hours=_daily(_LOS_ANGELES, -130, 11, 19, weekdays=False),
        per_hour=400,
        shares=shares(
            SENT=86, TOO_BIG=7, CARRIER_ERROR=3, INVALID_NUMBER=2, DNT=1.7, INTERNAL_ERROR=0.3
        ),
        reply_share=0.04,
        ends_as="ARCHIVED",
        from_number="67076",
    ),
)

CAMPAIGNS: Final = _RUNNING + _TO_COME + _OVER
