"""Who said no, and whether anybody did, shows nowhere: not in states, mails, their times or the audit trail."""
