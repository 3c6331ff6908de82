use model::{
    KeyEnvironment,
    views::{FoundState, HygieneMark},
};

/// What people call it.
pub(super) const fn environment_word(environment: KeyEnvironment) -> &'static str {
    match environment {
        KeyEnvironment::Live => "Live",
        KeyEnvironment::Test => "Test",
    }
}

/// What a found secret opens, and what to do.
pub(super) const fn found_sentence(state: FoundState) -> &'static str {
    match state {
        FoundState::Live => "It works. If somebody else may have it, roll the key and end the old secret now, or revoke the key.",
        FoundState::Overlap => "It was replaced and still works until its overlap ends. End it now.",
        FoundState::RolledOut => "It was replaced and works no more. There is nothing to do.",
        FoundState::Revoked => "Its key was revoked. There is nothing to do.",
        FoundState::Expired => "Its key has ended. There is nothing to do.",
        FoundState::Unknown => "No stored secret agrees with it. There is nothing to do.",
    }
}

/// What there is, in a few words.
pub(super) const fn mark_word(mark: HygieneMark) -> &'static str {
    match mark {
        HygieneMark::SecretEnds => "Needs its next secret",
        HygieneMark::EndsSoon => "Ends soon",
        HygieneMark::Unused => "Unused",
        HygieneMark::Broad => "Powerful",
        HygieneMark::OldSecret => "Old secret",
        HygieneMark::NeverExpires => "Never ends",
        HygieneMark::AnyAddress => "From anywhere",
        HygieneMark::SeveralNetworks => "Several networks",
    }
}

/// Why it matters and what to do.
pub(super) const fn mark_advice(mark: HygieneMark) -> &'static str {
    match mark {
        HygieneMark::SecretEnds => "Its rotation has begun. Roll it before the secret in use ends.",
        HygieneMark::EndsSoon => "It ends within two weeks. Create its successor.",
        HygieneMark::Unused => "Nobody used it for 90 days, or ever. It is probably safe to revoke.",
        HygieneMark::Broad => "It may do what people should do, such as changing keys, members or settings.",
        HygieneMark::OldSecret => "Its secret is older than 90 days. Roll it, or let it rotate by schedule.",
        HygieneMark::NeverExpires => "It works until somebody remembers it. Give its successor an end.",
        HygieneMark::AnyAddress => "Whoever gets its secret can use it from anywhere. List its networks.",
        HygieneMark::SeveralNetworks => "Its secret was used from several networks this week. Perhaps two services share it.",
    }
}
