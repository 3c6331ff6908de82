//! AuthZEN: the same decisions in the words of an open standard. `profile` is what the SDK speaks, one envelope with one answer and
//! typed refusals; `standard` is the OpenID AuthZEN Authorization API 1.0, single and boxcarred.

mod answer;
mod envelope;
mod parts;
mod profile;
mod standard;
mod standard_many;

pub(super) use profile::*;
pub(super) use standard::*;
pub(super) use standard_many::*;
