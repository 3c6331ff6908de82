use policy::{Policy, system_policies};

use crate::Error;

/// The shipped policy of that id.
pub(crate) fn find(id: &str) -> Option<&'static Policy> {
    system_policies().iter().find(|policy| policy.id.as_str() == id)
}

/// Ids of shipped policies with this name.
pub(crate) fn ids_named(name: &str) -> Vec<String> {
    let named = system_policies().iter().filter(|policy| policy.name.eq_ignore_ascii_case(name));
    named.map(|policy| policy.id.to_string()).collect()
}

/// Why a shipped policy stays as it is, or that there is no such policy.
pub(super) fn refusal(id: &str) -> Error {
    match find(id) {
        Some(_) => {
            Error::Refused("System policies cannot be changed or removed. Create an override to change what one asks for.".to_owned())
        }
        None => Error::NotFound,
    }
}
