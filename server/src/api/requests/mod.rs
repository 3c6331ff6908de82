mod create;

pub(super) use create::*;
