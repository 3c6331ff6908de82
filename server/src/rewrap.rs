//! Moves every sealed value to the key that seals now, page by page. What was moved is found to be so by the next run, so a
//! run that was interrupted goes on where it stopped, and a second one does nothing.

use governance::contexts;
use serde::Serialize;
use store::{
    PlatformPool,
    platform::{self, MovedCall, SealedCall},
};
use vault::{Context, Error, Sealed, Vault};

/// Values that are read at once.
const PAGE: i64 = 200;

/// What a run has done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Values that are under the current key since this run.
    pub moved: u64,
    /// Values that were under it already, or that somebody else has replaced meanwhile.
    pub current: u64,
    /// Values that no configured key opens, by what they are.
    pub unreadable: Vec<Unreadable>,
}

/// A value that stayed where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// What it is.
    pub value: String,
    /// Why it does not open.
    pub why: String,
}

/// A run over all sealed values.
pub struct Rewrap<'a> {
    vault: &'a Vault,
    pool: &'a PlatformPool,
    tally: Tally,
}

impl<'a> Rewrap<'a> {
    /// A run that begins at the first value.
    pub fn new(vault: &'a Vault, pool: &'a PlatformPool) -> Self {
        Self { vault, pool, tally: Tally::default() }
    }

    /// Runs to the end; `progress` hears of every page. A key service that does not answer ends it with an error, and what
    /// was moved until then stays moved.
    pub async fn run(mut self, mut progress: impl FnMut(&Tally)) -> anyhow::Result<Tally> {
        self.signing_keys().await?;
        progress(&self.tally);
        self.seeds(&mut progress).await?;
        self.calls(&mut progress).await?;
        self.sso(&mut progress).await?;
        Ok(self.tally)
    }

    async fn signing_keys(&mut self) -> anyhow::Result<()> {
        for (kid, old) in platform::sealed_signing_keys(self.pool).await? {
            if let Some(new) = self.anew(&contexts::signing_key(&kid), &old, || format!("signing key {kid}")).await? {
                let is_moved = platform::replace_sealed_signing_key(self.pool, &kid, &old, &new).await?;
                self.count(u64::from(is_moved), 1);
            }
        }
        Ok(())
    }

    async fn seeds(&mut self, progress: &mut impl FnMut(&Tally)) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = platform::sealed_seeds(self.pool, after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(*last);
            for (person, old) in &page {
                if let Some(new) = self.anew(&contexts::authenticator(*person), old, || format!("authenticator of {person}")).await? {
                    let is_moved = platform::replace_sealed_seed(self.pool, *person, old, &new).await?;
                    self.count(u64::from(is_moved), 1);
                }
            }
            progress(&self.tally);
        }
    }

    /// Secrets and keys of connections to identity providers; there are few.
    async fn sso(&mut self, progress: &mut impl FnMut(&Tally)) -> anyhow::Result<()> {
        for old in platform::sealed_sso(self.pool).await? {
            let context = match old.key {
                Some(key) => contexts::sso_key(old.org, old.connection, key),
                None => contexts::sso_client_secret(old.org, old.connection),
            };
            if let Some(new) = self.anew(&context, &old.sealed, || format!("secret of the connection {}", old.connection)).await? {
                let is_moved = platform::replace_sealed_sso(self.pool, &old, &new).await?;
                self.count(u64::from(is_moved), 1);
            }
        }
        progress(&self.tally);
        Ok(())
    }

    async fn calls(&mut self, progress: &mut impl FnMut(&Tally)) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = platform::sealed_calls(self.pool, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some((last.org, last.approval));
            for calls in page.chunk_by(|one, next| one.org == next.org) {
                self.calls_of_one(calls).await?;
            }
            progress(&self.tally);
        }
    }

    /// Calls of one organisation, with one record in it.
    async fn calls_of_one(&mut self, calls: &[SealedCall]) -> anyhow::Result<()> {
        let mut moved = Vec::new();
        for call in calls {
            let what = || format!("held call {}", call.approval);
            if let Some(new) = self.anew(&contexts::held_call(call.org, call.approval), &call.sealed, what).await? {
                moved.push(MovedCall { approval: call.approval, old: call.sealed.clone(), new });
            }
        }
        if let Some(first) = calls.first().filter(|_| !moved.is_empty()) {
            let replaced = platform::replace_sealed_calls(self.pool, first.org, &moved).await?;
            self.count(replaced, moved.len() as u64);
        }
        Ok(())
    }

    /// The value under the current key; nothing when it is there already, or cannot be opened.
    async fn anew(&mut self, context: &Context, old: &[u8], what: impl FnOnce() -> String) -> anyhow::Result<Option<Vec<u8>>> {
        let sealed = match Sealed::from_bytes(old) {
            Ok(sealed) => self.vault.rewrap(context, &sealed).await,
            Err(error) => Err(error),
        };
        match sealed {
            Ok(Some(sealed)) => Ok(Some(sealed.to_bytes())),
            Ok(None) => {
                self.tally.current += 1;
                Ok(None)
            }
            Err(error @ (Error::CannotOpen | Error::NotSealed | Error::KeyNotHeld { .. })) => {
                self.tally.unreadable.push(Unreadable { value: what(), why: error.to_string() });
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn count(&mut self, moved: u64, of: u64) {
        self.tally.moved += moved;
        self.tally.current += of - moved;
    }
}
