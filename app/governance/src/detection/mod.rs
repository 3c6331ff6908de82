//! Shows what the detector sees in a text, to somebody who wants to know. Nothing is stored, recorded or counted, and
//! the detector is the same for everybody, so this needs no organisation.

mod how;
mod inspect;
mod segments;
mod tally;

pub use how::how;
pub use inspect::inspect;

pub(crate) use how::family;
pub(crate) use tally::Tally;
