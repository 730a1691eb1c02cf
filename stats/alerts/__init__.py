"""Alerts: what people want to be told of a broadcast, whether it is so now, and who is told.

kinds, conditions: what there is to be told, and when it is so, from looks (no database).
rules: what is wanted. occurrences: each is told once, with its end. outbox: what is still to send.
"""
