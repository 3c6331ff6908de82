mod bundle;
mod export;
mod summary;

pub(super) use bundle::*;
pub(super) use export::*;
pub(super) use summary::*;
