//! Forms that a browser without scripts posts to the page that it is on: the answer, and everything that was typed, is on the
//! page that comes back, and in no address.

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Such a form; the server provides it to that one render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// Its body as it came.
    Form(String),
    /// The body was larger than any form of ours.
    TooLong,
}

/// What such a form said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sent<T> {
    /// This.
    Form(T),
    /// It was too long to be read.
    TooLong,
}

/// The form that was posted to this page, if one was; the script that takes over reads the same.
pub(crate) fn sent<T>() -> Option<Sent<T>>
where
    T: std::fmt::Debug + Serialize + DeserializeOwned + 'static,
{
    SharedValue::new(read).into_inner()
}

#[cfg(feature = "ssr")]
fn read<T: DeserializeOwned>() -> Option<Sent<T>> {
    match use_context::<Posted>()? {
        Posted::Form(body) => serde_qs::Config::new(5, false).deserialize_str(&body).ok().map(Sent::Form),
        Posted::TooLong => Some(Sent::TooLong),
    }
}

#[cfg(not(feature = "ssr"))]
fn read<T>() -> Option<Sent<T>> {
    None
}
