//! Finders for personal data. Each takes candidates from one pass over the bytes and proves them by
//! checksum, structure or the words around them.

mod bank;
mod birth;
mod card;
mod compact;
mod context;
mod date;
mod email;
mod iban;
mod india;
mod ip;
mod number;
mod passport;
mod phone;
mod plans;
mod run;
mod singapore;
mod spelled;
mod split;
mod ssn;
mod token;
mod walk;

use crate::{Finding, Kind, marks::Marks};

use self::context::Context;

pub(crate) use self::walk::Seen;

/// Finds personal data in a folded text; answers what may be below it.
pub(crate) fn find(text: &str, marks: &Marks, found: &mut Vec<Finding>) -> Seen {
    let context = Context::of(text, marks);
    let seen = walk::walk(&context, found);
    email::find(text, found);
    spelled::find(text, marks, found);
    birth::find(&context, found);
    if seen.field_of_digits {
        split::find(&context, found);
    }
    seen
}

fn finding(kind: Kind, start: usize, end: usize, confidence: u8) -> Finding {
    Finding { kind, start, end, confidence }
}
