//! Reading governed calls back: lists, one in full with its proof, and the explanation that SDKs ask for.

mod detail;
mod evaluated;
mod explain;
mod line;
mod list;
pub(crate) mod proof;
mod reading;

pub use detail::detail;
pub use explain::{Explanation, MatchedRule, PolicyMatch, explain};
pub use list::list;

pub(crate) use reading::Reading;
