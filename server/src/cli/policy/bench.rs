use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::anyhow;
use model::{Action, Id, Plane, Severity};
use policy::{Call, Category, Facts, Matcher, Policy, PolicyId, PolicyTier, Rego, Snapshot, Surfaces, evaluate_each};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::files::{self, PolicyFile};
use crate::cli::output::Output;

const ROUNDS: usize = 500;
/// 2 kB of plain text.
const TEXT: &str = "The team meets on Friday about project plans and revenue by region. ";
const ID: &str = "bench";

#[derive(Serialize)]
struct Timed {
    path: String,
    p50_micros: u64,
    p95_micros: u64,
    ok: bool,
}

pub(super) fn run(path: &Path, limit: u64, out: Output) -> anyhow::Result<bool> {
    let files = files::read(path)?.iter().map(|file| time(file, limit)).collect::<anyhow::Result<Vec<Timed>>>()?;
    let good = files.iter().all(|file| file.ok);
    out.show(&files, || files.iter().map(Timed::text).collect::<Vec<_>>().join("\n"));
    Ok(good)
}

fn time(file: &PolicyFile, limit: u64) -> anyhow::Result<Timed> {
    let path = file.path.display().to_string();
    let rego = Rego::parse(&file.source).map_err(|error| anyhow!("{path}: {error}"))?;
    let snapshot = Snapshot::build(vec![policy(rego)?], Vec::new());
    let text = TEXT.repeat(2_000 / TEXT.len() + 1);
    let mut times: Vec<u64> = (0..ROUNDS).map(|_| once(&snapshot, &text)).collect();
    times.sort_unstable();
    let at = |percent: usize| times.get(ROUNDS * percent / 100).copied().unwrap_or(0);
    Ok(Timed { path, p50_micros: at(50), p95_micros: at(95), ok: at(95) <= limit })
}

/// The time of the module alone.
fn once(snapshot: &Snapshot, text: &str) -> u64 {
    let call = Call {
        plane: Plane::Decide,
        tenant: Id::from_uuid(Uuid::nil()),
        text,
        now: OffsetDateTime::UNIX_EPOCH,
        facts: Facts { request_type: "chat", ..Facts::default() },
    };
    let started = Instant::now();
    let (_, results) = evaluate_each(snapshot, &call, &detect::scan(text), &|| started.elapsed());
    let took = results.iter().find(|result| result.policy.as_str() == ID).map_or(Duration::ZERO, |result| result.took);
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

fn policy(rego: Rego) -> anyhow::Result<Policy> {
    Ok(Policy {
        id: PolicyId::parse(ID)?,
        name: ID.to_owned(),
        description: String::new(),
        category: Category::parse("dynamic-risk")?,
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher: Matcher::Rego(Box::new(rego)),
        severity: Severity::Low,
        action: Action::Log,
        enabled: true,
        priority: 0,
        version: 1,
    })
}

impl Timed {
    fn text(&self) -> String {
        let over = if self.ok { "" } else { " (above the limit)" };
        format!("{}: p50 {} us, p95 {} us{over}", self.path, self.p50_micros, self.p95_micros)
    }
}
