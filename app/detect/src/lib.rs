//! The room detect.
