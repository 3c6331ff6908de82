use crate::text::words;

words! {
    /// How much harm a match or a held call may do. Declared worst first.
    Severity {
        /// Irreversible or wide harm.
        Critical = "critical",
        /// Serious harm.
        High = "high",
        /// Limited harm.
        Medium = "medium",
        /// Little harm.
        Low = "low",
    }
}
