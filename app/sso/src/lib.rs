//! The protocols of single sign-on: SAML 2.0 and OpenID Connect.
//!
//! What it is for: an identity provider's answer goes in, and out comes who it speaks of, or a [`Refusal`] that an
//! administrator can act upon. Only what was signed is read: every answer passes a strict reading of its shape first, then
//! its signature, and the facts are taken from the signed part alone.
//!
//! Must not know: the database, the network, HTTP, permissions, or the time of day (it is an argument). It says who somebody
//! is at their provider; whether that person may come in is for the use cases.
//!
//! To add a check: a step in [`Step`], a [`Refusal`] with a sentence that says what to do, and a forged answer in the tests
//! that the check alone refuses.

mod certificate;
pub mod oidc;

mod random;
mod refusal;
pub mod saml;
mod secure_url;
mod trail;
mod xml;

pub use certificate::{Certificate, CertificateFault};
pub use random::{Handle, random_handle};
pub use refusal::Refusal;
pub use secure_url::secure_url;
pub use trail::{Refused, Step, Trail};

use time::Duration;

/// How far the clocks of two servers may differ.
pub const SKEW: Duration = Duration::seconds(180);
