use model::{ReleaseChange, views::TestRun};
use store::{OrgTx, policies::PolicyRow, releases::ReleaseRow};

use super::run_tests;
use crate::{Error, Result};

/// A policy that is marked critical comes into force with green tests only, whatever the mode. One that is not evaluated is not in
/// force.
pub(crate) async fn expect_green(tx: &mut OrgTx, row: &PolicyRow) -> Result<()> {
    if !row.fields.critical || !row.fields.enabled {
        return Ok(());
    }
    let run = run_tests::of(tx, row.clone()).await?;
    if run.is_green { Ok(()) } else { Err(Error::Refused(format!("A critical policy needs green tests. {}", sentence(&run)))) }
}

/// What has to be done before a draft can be handed in; empty when nothing.
pub(super) fn missing(release: &ReleaseRow, live: &PolicyRow, run: Option<&TestRun>) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    if release.base_version != live.version {
        missing.push(stale(release, live));
    }
    if let Some(run) = run.filter(|run| !run.is_green) {
        missing.push(sentence(run));
    }
    if release.simulated_at.is_none() {
        missing.push("It was not simulated since its last change.".to_owned());
    }
    Ok(missing)
}

/// The tests of a release; a removal has none.
pub(super) async fn tests_of(tx: &mut OrgTx, release: &ReleaseRow, live: &PolicyRow) -> Result<Option<TestRun>> {
    if release.change()? == ReleaseChange::Remove {
        return Ok(None);
    }
    run_tests::of(tx, after(live, release)).await.map(Some)
}

/// The policy as the release has it.
pub(super) fn after(live: &PolicyRow, release: &ReleaseRow) -> PolicyRow {
    let mut row = live.clone();
    row.fields = release.fields().clone();
    row
}

pub(super) fn stale(release: &ReleaseRow, live: &PolicyRow) -> String {
    let (then, now) = (release.base_version, live.version);
    format!("It was written upon version {then}, and version {now} is in force. Edit it once more to put it upon that.")
}

fn sentence(run: &TestRun) -> String {
    let failed: Vec<&str> = run.failed.iter().map(|failure| failure.name.as_str()).take(5).collect();
    match &run.problem {
        Some(problem) => problem.clone(),
        None => format!("{} of its tests fail: {}.", run.failed.len(), failed.join(", ")),
    }
}
