mod search;
mod tenant;

pub(super) use search::*;
pub(super) use tenant::*;
