use std::{
    collections::{BTreeMap, HashMap},
    ops::Deref,
};

use model::{Action, Severity};
use serde::Serialize;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{
    Category, Governing, Matcher, Override, Pattern, Policy, PolicyId, PolicyTier, Source, Way, catalogue::system_prefilter,
    prefilter::Prefilter, system_policies,
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
    /// The action without overrides for each of [`Way::ALL`], and what decided it.
    asks: [(Action, Source); 3],
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
    /// The action before any override, for calls without a way of their own.
    pub action: Action,
    /// What decided it.
    pub source: String,
    /// The actions of pre-checks and tool checks, where they differ.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ways: BTreeMap<&'static str, WayLine>,
    /// The action that an override puts in its place, live or not.
    pub overridden: Option<Action>,
    /// What it is about.
    pub category: Category,
    /// How bad a match is.
    pub severity: Severity,
    /// Whether it is enabled before any override.
    pub enabled: bool,
}

/// What a policy asks for on one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayLine {
    /// The action.
    pub action: Action,
    /// What decided it.
    pub source: String,
}

impl Entry {
    fn live(&self, now: OffsetDateTime) -> Option<&Override> {
        self.overrides.iter().rev().find(|change| change.is_live(now))
    }

    /// The action at `now`, and what decided it.
    pub(crate) fn action(&self, now: OffsetDateTime, way: Way) -> (Action, Source) {
        let [general, gateway, mcp] = self.asks;
        let asked = match way {
            Way::General => general,
            Way::Gateway => gateway,
            Way::Mcp => mcp,
        };
        self.live(now).map_or(asked, |change| (change.action, Source::Override))
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
        for (action, source) in self.asks.iter().filter(|(_, source)| *source != Source::Policy) {
            line.push_str(&format!("\t{action} by {source}"));
        }
        for change in &self.overrides {
            let end = change.expires_at.map(OffsetDateTime::unix_timestamp_nanos);
            line.push_str(&format!("\t{}\t{:?}\t{end:?}", change.action, change.enabled));
        }
        line
    }
}

impl Snapshot {
    /// Compiles the shipped policies, an organisation's own and its overrides into one set, under the default profile.
    pub fn build(own: Vec<Policy>, overrides: Vec<Override>) -> Self {
        Self::build_under(&Governing::default(), own, overrides)
    }

    /// The same under what organisation and server say about shipped policies.
    pub fn build_under(governing: &Governing, own: Vec<Policy>, overrides: Vec<Override>) -> Self {
        let mut changes: HashMap<PolicyId, Vec<Override>> = HashMap::new();
        for change in overrides {
            changes.entry(change.policy.clone()).or_default().push(change);
        }
        let held = system_policies().iter().map(Held::Shipped).chain(own.into_iter().map(|policy| Held::Own(Box::new(policy))));
        let entry = |policy: Held| Entry {
            overrides: changes.get(&policy.id).cloned().unwrap_or_default(),
            asks: Way::ALL.map(|way| governing.resolve(&policy, way)),
            policy,
        };
        let entries: Vec<Entry> = held.map(entry).collect();
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

    /// What each shipped policy asks for at `now` on each of [`Way::ALL`], and what decided it.
    pub fn shipped_asks(&self, now: OffsetDateTime) -> impl Iterator<Item = (&Policy, [(Action, Source); 3])> {
        let shipped = self.entries.iter().filter(|entry| entry.policy.tier == PolicyTier::System);
        shipped.map(move |entry| (&*entry.policy, Way::ALL.map(|way| entry.action(now, way))))
    }

    /// The policy of that id.
    pub fn find(&self, id: &PolicyId) -> Option<&Policy> {
        self.entries.iter().map(|entry| &*entry.policy).find(|policy| policy.id == *id)
    }

    /// What the policy of that id asks for at `now`, overrides applied, on calls without a way of their own.
    pub fn action_of(&self, id: &PolicyId, now: OffsetDateTime) -> Option<Action> {
        self.entries.iter().find(|entry| entry.policy.id == *id).map(|entry| entry.action(now, Way::General).0)
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
    let [general, ..] = entry.asks;
    let differing = Way::ALL.into_iter().zip(entry.asks).filter(|(_, asks)| asks.0 != general.0);
    PolicyLine {
        id: policy.id.clone(),
        name: policy.name.clone(),
        tier: policy.tier,
        version: policy.version,
        action: general.0,
        source: general.1.to_string(),
        ways: differing.map(|(way, (action, source))| (way.as_str(), WayLine { action, source: source.to_string() })).collect(),
        overridden: entry.overrides.last().map(|change| change.action),
        category: policy.category.clone(),
        severity: policy.severity,
        enabled: policy.enabled,
    }
}
