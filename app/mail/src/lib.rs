//! Letters: how they are put together, and the two ways out, an SMTP server or a folder.
//!
//! Must not know: the database, what a letter is about, when to try again. It is the only room that names a mail library. To
//! add a letter: its words in `governance::letters`; to add a way out: a variant of [`Mailer`] that says what it could not do.

mod draft;
mod folder;
mod letter;
mod mailer;
mod server;

pub use draft::Draft;
pub use letter::{Letter, Sender};
pub use mailer::{Failure, Mailer};
pub use server::{PATIENCE, Server, ServerUrl, Unusable};
