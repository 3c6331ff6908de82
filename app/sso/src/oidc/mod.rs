//! OpenID Connect, the code flow with PKCE: an address to send the browser to, a request for tokens, and a token judged.
//! Somebody else carries the messages.

mod begin;
mod keys;
mod logout;
mod provider;
#[cfg(test)]
mod tests;
mod token;
mod verify;

pub use begin::{Begun, begin};
pub use keys::Keys;
pub use logout::logout_url;
pub use provider::{Provider, discovery_url, read_provider};
pub use token::{Client, TokenRequest, read_id_token, token_request};
pub use verify::{Claims, Judged, Question, verify};
