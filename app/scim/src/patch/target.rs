use crate::{AttrPath, Error, Filter, Problem, Result};

/// A path is longer nowhere.
const LONGEST_BYTES: usize = 8 * 1024;

/// What an operation is about: an attribute, or the values of a list that meet a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub(super) path: AttrPath,
    pub(super) filter: Option<Filter>,
}

impl Target {
    /// `name.givenName`, `emails[type eq "work"].value`, with the schema before it or not.
    pub(super) fn parse(text: &str) -> Result<Self> {
        if text.len() > LONGEST_BYTES {
            return Err(refused("the path is longer than 8 KiB"));
        }
        let Some((list, rest)) = text.split_once('[') else {
            return Ok(Self { path: AttrPath::parse(text)?, filter: None });
        };
        let (filter, rest) = rest.rsplit_once(']').ok_or_else(|| refused("a bracket is not closed"))?;
        let mut path = AttrPath::parse(list)?;
        if path.sub.is_some() || path.name.is_empty() {
            return Err(refused("brackets do not stand behind a list"));
        }
        if !rest.is_empty() {
            let sub = rest.strip_prefix('.').ok_or_else(|| refused("something follows the brackets"))?;
            let sub = AttrPath::parse(sub)?;
            if sub.sub.is_some() || sub.urn.is_some() {
                return Err(refused("something follows the brackets"));
            }
            path.sub = Some(sub.name);
        }
        Ok(Self { path, filter: Some(Filter::parse(filter)?) })
    }
}

fn refused(detail: &str) -> Error {
    Problem::InvalidPath.because(detail)
}
