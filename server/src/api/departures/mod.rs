mod list;

pub(super) use list::*;
