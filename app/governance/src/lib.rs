//! The room governance.
