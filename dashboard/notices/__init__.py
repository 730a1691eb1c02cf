"""Notices: what is due to be told, written (mails, messages) and sent (sending)."""
