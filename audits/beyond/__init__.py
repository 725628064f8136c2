"""Beyond the decision: reasons, recourse, appeals, consent, referral and override, by group."""
