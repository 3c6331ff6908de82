//! Finders for personal data. Each takes candidates from one pass over the bytes and proves them by
//! checksum, structure or the words around them.

mod bank;
mod birth;
mod card;
mod context;
mod email;
mod iban;
mod india;
mod ip;
mod number;
mod passport;
mod phone;
mod singapore;
mod ssn;
mod walk;

use crate::{Finding, Kind, marks::Marks};

use self::context::Context;

/// Finds personal data in a folded text.
pub(crate) fn find(text: &str, marks: &Marks, found: &mut Vec<Finding>) {
    let context = Context::of(text, marks);
    walk::walk(&context, found);
    email::find(text, marks, found);
    birth::find(&context, found);
}

fn finding(kind: Kind, start: usize, end: usize, confidence: u8) -> Finding {
    Finding { kind, start, end, confidence }
}
