//! Past decisions on a change: what would they have been, had it been in force? What other policies said stays as it was recorded;
//! only the policy that changes is asked again, with what the ledger still knows of each call. Nothing is written.
//!
//! The ledger keeps a call's text without detected values, cut to 4 KiB, and the plain members of its context. So a decision is
//! judged when one of these holds, and is counted as not judged otherwise:
//!
//! - another policy blocked it, which no change of this one lifts;
//! - what the policy looks for did not change since, so that its recorded match, or that there is none, says it;
//! - everything that the policy reads of the call is kept whole.

mod forecast;
mod kept;
mod run;
mod subject;
mod tally;

pub use run::{ReplaySubject, ReplayWindow, replay};
