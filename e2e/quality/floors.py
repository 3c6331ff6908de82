"""What was reached before, with room for nothing but rounding: `make test` fails below it. Raise a figure when it rises;
lower one only with the reason in the commit. Shares of false alarms are ceilings."""

FLOORS: dict[str, float] = {
    "quality_pii_tuned_f1_exact": 0.995,
    "quality_pii_tuned_hard_negatives_flagged": 0.005,
    "quality_pii_tuned_clean_flagged": 0.0,
    "quality_pii_tuned_evasion_recall": 0.99,
    "quality_pii_held_f1_exact": 0.95,
    "quality_pii_held_f1_partial": 0.975,
    "quality_pii_held_hard_negatives_flagged": 0.005,
    "quality_pii_held_clean_flagged": 0.0,
    "quality_pii_held_evasion_recall": 0.98,
    "quality_pii_held_language_recall": 0.955,
    "quality_sqli_tuned_f1": 0.97,
    "quality_sqli_tuned_lowest_category_recall": 0.99,
    "quality_sqli_tuned_alarms_on_queries": 0.005,
    "quality_sqli_held_f1": 0.975,
    "quality_sqli_held_lowest_category_recall": 0.99,
    "quality_sqli_held_alarms_on_queries": 0.005,
}
