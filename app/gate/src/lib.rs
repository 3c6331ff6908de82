//! The room gate.
