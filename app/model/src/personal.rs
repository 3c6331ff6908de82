use crate::text::words;

words! {
    /// Fields that may hold personal data. The ledger keeps them beside the record, salted, so that they can be erased.
    PersonalField {
        /// The text of a governed call, redacted.
        Query = "query",
        /// What a tool or model answered, redacted.
        Response = "response",
        /// Free context that came with a call, redacted.
        Context = "context",
        /// The label of the end user for whom a call was made.
        EndUser = "end_user",
        /// The e-mail address of the acting member.
        ActorEmail = "actor_email",
        /// The name of the acting member.
        ActorName = "actor_name",
        /// Who the deed is about, when a person.
        TargetPerson = "target_person",
        /// Why somebody did it.
        Reason = "reason",
        /// Network address of the caller.
        Ip = "ip",
        /// User agent of the caller.
        UserAgent = "user_agent",
        /// Keyed fingerprints of detected values: the same value can be recognised, never read.
        Fingerprints = "fingerprints",
        /// A label that a caller claimed for a reviewer.
        ClaimedReviewer = "claimed_reviewer",
    }
}
