//! What happens by itself: expiry of held calls, signing of tree heads, rotation of keys, exports, letters, upkeep.

use std::time::Duration;

use store::{Housekeeping, entry, ledger_read::keep_frontiers, sign_head};
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::{Error, Governance, Result, approvals, evidence, keys, letters, sso};

const TICK: Duration = Duration::from_secs(1);
const CHECKPOINT_EVERY_TICKS: u64 = 5;
const ROTATE_EVERY_TICKS: u64 = 20;
const DESTROY_EVERY_TICKS: u64 = 600;
/// How far back destruction looks, so that a service that stood still for a while catches up.
const DESTROY_WINDOW_DAYS: i64 = 30;

/// Runs until `stop` is cancelled. A failed round is logged and tried again; nothing is lost, since every job is a row.
/// Exports and letters have loops of their own, so that a long export or a slow mail server holds up neither expiry nor
/// checkpoints.
pub async fn run(gov: Governance, stop: CancellationToken) {
    tokio::join!(upkeep(&gov, &stop), exports(&gov, &stop), mail(&gov, &stop));
}

async fn upkeep(gov: &Governance, stop: &CancellationToken) {
    let mut clock = ticks();
    let mut round: u64 = 0;
    while next(&mut clock, stop).await {
        if round.is_multiple_of(CHECKPOINT_EVERY_TICKS) {
            report("checkpoint", sign_heads(gov).await);
        }
        report("approval expiry", expire_approvals(gov).await);
        if round.is_multiple_of(ROTATE_EVERY_TICKS) {
            report("rotation of API keys", rotate_keys(gov).await);
        }
        if round.is_multiple_of(DESTROY_EVERY_TICKS) {
            report("destruction of sealed calls", destroy_sealed_calls(gov).await);
            report("letters about certificates", tell_of_certificates(gov).await);
            report("removal of old letters", letters::forget_settled(gov).await);
        }
        round += 1;
    }
}

async fn exports(gov: &Governance, stop: &CancellationToken) {
    let mut clock = ticks();
    while next(&mut clock, stop).await {
        report("evidence export", evidence::run_next(gov).await.map(usize::from));
    }
}

async fn mail(gov: &Governance, stop: &CancellationToken) {
    let mut clock = ticks();
    while next(&mut clock, stop).await {
        report("mail", send_letters(gov).await);
    }
}

/// Tells of rotations of API keys that are near and begins those that are due. Also called by tests.
pub async fn rotate_keys(gov: &Governance) -> Result<usize> {
    keys::rotate_due(gov).await
}

/// Tells of certificates of single sign-on that end soon. Also called by tests.
pub async fn tell_of_certificates(gov: &Governance) -> Result<usize> {
    sso::tell_of_ends(gov).await
}

/// Sends the letters that are due. Also called by tests.
pub async fn send_letters(gov: &Governance) -> Result<usize> {
    letters::deliver_due(gov).await
}

fn ticks() -> Interval {
    let mut clock = tokio::time::interval(TICK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    clock
}

async fn next(clock: &mut Interval, stop: &CancellationToken) -> bool {
    tokio::select! { _ = clock.tick() => true, () = stop.cancelled() => false }
}

/// Signs every tree head that grew, and notes where its tree stands. Also called by tests and commands that need a checkpoint now.
pub async fn sign_heads(gov: &Governance) -> Result<usize> {
    let mut tally = Tally::default();
    for scope in entry::orgs_with_unsigned_growth(gov.pool(), 1_000).await? {
        let signed = sign_head(gov.pool(), &scope, &gov.signing().checkpoints.signer).await;
        tally.add(signed.map(usize::from).map_err(Error::from));
        // Only a shortcut for proofs: whoever asks for checkpoints is not refused for want of it.
        if let Err(error) = keep_frontiers(gov.pool(), &scope).await {
            tracing::warn!(org = %scope.org(), %error, "where a ledger's tree stands was not noted");
        }
    }
    tally.outcome()
}

async fn expire_approvals(gov: &Governance) -> Result<usize> {
    let mut tally = Tally::default();
    for (scope, approval) in entry::due_approvals(gov.pool(), gov.now(), 200).await? {
        tally.add(approvals::expire(gov, &scope, approval).await.map(usize::from));
    }
    tally.outcome()
}

/// What a round did. One organisation's failure is told at the end of it and stops nobody else's work.
#[derive(Default)]
struct Tally {
    done: usize,
    failed: Option<Error>,
}

impl Tally {
    fn add(&mut self, outcome: Result<usize>) {
        match outcome {
            Ok(done) => self.done += done,
            Err(error) => self.failed = Some(error),
        }
    }

    fn outcome(self) -> Result<usize> {
        self.failed.map_or(Ok(self.done), Err)
    }
}

/// Destroys the exact calls of holds that were closed long enough ago; upkeep, since the hold and its record stay.
async fn destroy_sealed_calls(gov: &Governance) -> Result<usize> {
    let until = gov.now() - time::Duration::days(gov.parts.settings.sealed_call_days);
    let since = until - time::Duration::days(DESTROY_WINDOW_DAYS);
    let mut destroyed = 0;
    for scope in entry::orgs_with_closed_holds(gov.pool(), since, until, 1_000).await? {
        let mut tx = gov.pool().org_tx(&scope).await?;
        destroyed += store::approvals::destroy_sealed_calls(&mut tx, until).await?;
        tx.commit_housekeeping(Housekeeping::SealedCallDestroyed).await?;
    }
    usize::try_from(destroyed).map_err(Error::broken)
}

fn report(job: &'static str, outcome: Result<usize>) {
    match outcome {
        Ok(0) => {}
        Ok(count) => tracing::debug!(job, count, "{job} did {count}"),
        Err(error) => {
            metrics::counter!("axonflow_worker_failures_total", "job" => job).increment(1);
            tracing::warn!(job, error = &error as &dyn std::error::Error, "{job} failed and will be tried again");
        }
    }
}
