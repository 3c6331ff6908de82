use std::{collections::HashMap, ops::Deref};

use model::{Action, Severity};
use serde::Serialize;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{
    Category, Matcher, Override, Pattern, Policy, PolicyId, PolicyTier, catalogue::system_prefilter, prefilter::Prefilter, system_policies,
};

/// The compiled policies of one organisation. It never changes; an edit makes a new one.
#[derive(Debug)]
pub struct Snapshot {
    entries: Vec<Entry>,
    own_prefilter: Prefilter,
    /// For each pattern of the organisation, in the prefilter's order, its entry.
    own_patterns: Vec<usize>,
    digest: String,
}

/// A policy together with the organisation's changes to it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) policy: Held,
    overrides: Vec<Override>,
}

/// Shipped policies are shared by all snapshots.
#[derive(Debug)]
pub(crate) enum Held {
    Shipped(&'static Policy),
    Own(Box<Policy>),
}

impl Deref for Held {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        match self {
            Self::Shipped(policy) => policy,
            Self::Own(policy) => policy,
        }
    }
}

/// One policy as the set holds it, for pages and exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyLine {
    /// Its id.
    pub id: PolicyId,
    /// Its name for people.
    pub name: String,
    /// Who it speaks for.
    pub tier: PolicyTier,
    /// Its version.
    pub version: u32,
    /// The action before any override.
    pub action: Action,
    /// The action that an override puts in its place, live or not.
    pub overridden: Option<Action>,
    /// What it is about.
    pub category: Category,
    /// How bad a match is.
    pub severity: Severity,
    /// Whether it is enabled before any override.
    pub enabled: bool,
}

impl Entry {
    fn live(&self, now: OffsetDateTime) -> Option<&Override> {
        self.overrides.iter().rev().find(|change| change.is_live(now))
    }

    /// The action at `now`.
    pub(crate) fn action(&self, now: OffsetDateTime) -> Action {
        self.live(now).map_or(self.policy.action, |change| change.action)
    }

    /// Whether it is evaluated at `now`.
    pub(crate) fn is_enabled(&self, now: OffsetDateTime) -> bool {
        self.live(now).and_then(|change| change.enabled).unwrap_or(self.policy.enabled)
    }

    /// Everything that can change a verdict, as one line.
    fn fingerprint(&self) -> String {
        let p = &self.policy;
        let tenant = p.tenant.map(|tenant| tenant.to_string()).unwrap_or_default();
        let surfaces = p.surfaces.words().join(",");
        let mut line =
            format!("{}\t{}\t{}\t{tenant}\t{}\t{}\t{surfaces}\t{}", p.id, p.version, p.tier, p.action, p.enabled, p.matcher.source());
        for change in &self.overrides {
            let end = change.expires_at.map(OffsetDateTime::unix_timestamp_nanos);
            line.push_str(&format!("\t{}\t{:?}\t{end:?}", change.action, change.enabled));
        }
        line
    }
}

impl Snapshot {
    /// Compiles the shipped policies, an organisation's own and its overrides into one set.
    pub fn build(own: Vec<Policy>, overrides: Vec<Override>) -> Self {
        let mut changes: HashMap<PolicyId, Vec<Override>> = HashMap::new();
        for change in overrides {
            changes.entry(change.policy.clone()).or_default().push(change);
        }
        let held = system_policies().iter().map(Held::Shipped).chain(own.into_iter().map(|policy| Held::Own(Box::new(policy))));
        let entries: Vec<Entry> =
            held.map(|policy| Entry { overrides: changes.get(&policy.id).cloned().unwrap_or_default(), policy }).collect();
        let own_patterns: Vec<usize> = patterns(&entries).map(|(index, _)| index).collect();
        let own_prefilter = Prefilter::of(patterns(&entries).map(|(_, pattern)| pattern));
        let digest = digest(&entries);
        Self { entries, own_prefilter, own_patterns, digest }
    }

    /// Names the exact set: SHA-256 in hexadecimal over every policy and override, whatever their order.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the set holds.
    pub fn describe(&self) -> Vec<PolicyLine> {
        self.entries.iter().map(line).collect()
    }

    /// The policy of that id.
    pub fn find(&self, id: &PolicyId) -> Option<&Policy> {
        self.entries.iter().map(|entry| &*entry.policy).find(|policy| policy.id == *id)
    }

    /// All policies, shipped ones first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries whose pattern can match the text, as a list of flags beside the entries.
    pub(crate) fn pattern_candidates(&self, text: &str) -> Vec<bool> {
        let mut flags = vec![false; self.entries.len()];
        let (shipped, indices) = system_prefilter();
        let shipped = shipped.candidates(text).into_iter().filter_map(|at| indices.get(at));
        let own = self.own_prefilter.candidates(text).into_iter().filter_map(|at| self.own_patterns.get(at));
        for index in shipped.chain(own) {
            if let Some(flag) = flags.get_mut(*index) {
                *flag = true;
            }
        }
        flags
    }
}

/// The patterns of the organisation with their places.
fn patterns(entries: &[Entry]) -> impl Iterator<Item = (usize, &Pattern)> {
    entries.iter().enumerate().filter_map(|(index, entry)| match (&entry.policy, &entry.policy.matcher) {
        (Held::Own(_), Matcher::Pattern(pattern)) => Some((index, pattern)),
        (Held::Own(_) | Held::Shipped(_), _) => None,
    })
}

fn digest(entries: &[Entry]) -> String {
    let mut lines: Vec<String> = entries.iter().map(Entry::fingerprint).collect();
    lines.sort_unstable();
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update((line.len() as u64).to_be_bytes());
        hasher.update(line.as_bytes());
    }
    hex::encode(hasher.finalize())
}

fn line(entry: &Entry) -> PolicyLine {
    let policy = &entry.policy;
    PolicyLine {
        id: policy.id.clone(),
        name: policy.name.clone(),
        tier: policy.tier,
        version: policy.version,
        action: policy.action,
        overridden: entry.overrides.last().map(|change| change.action),
        category: policy.category.clone(),
        severity: policy.severity,
        enabled: policy.enabled,
    }
}
