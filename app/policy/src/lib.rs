//! The room policy.
