use model::Severity;

use crate::{ConditionSpec, Matcher, Policy, PolicyKind, Surface};

/// Two policies that get in each other's way.
#[derive(Debug, Clone, Copy)]
pub struct Conflict<'p> {
    /// The one that decides.
    pub winner: &'p Policy,
    /// The other one.
    pub loser: &'p Policy,
    /// How.
    pub kind: ConflictKind,
}

/// How two policies get in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
    /// They look for the same and ask for the same.
    Duplicate,
    /// They look for the same and ask for different things: the stricter one decides.
    ContradictoryActions,
    /// Whatever the loser matches the winner matches too, and is stricter: the loser never decides.
    Shadowed,
}

impl ConflictKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::ContradictoryActions => "contradictory_actions",
            Self::Shadowed => "shadowed",
        }
    }

    /// How much it matters to whoever wrote them.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Duplicate => Severity::Low,
            Self::Shadowed => Severity::Medium,
            Self::ContradictoryActions => Severity::High,
        }
    }
}

impl Conflict<'_> {
    /// What both look at.
    pub fn overlapping_field(&self) -> &str {
        match &self.winner.matcher {
            Matcher::Conditions(conditions) => conditions.specs().first().map_or("conditions", |spec| spec.field.as_str()),
            Matcher::Detector(_) => "detector",
            Matcher::Pattern(_) => PolicyKind::Pattern.as_str(),
            Matcher::Rego(_) => PolicyKind::Rego.as_str(),
        }
    }

    /// In words.
    pub fn description(&self) -> String {
        let (winner, loser) = (self.winner, self.loser);
        match self.kind {
            ConflictKind::Duplicate => format!("{} and {} look for the same and both ask for {}.", winner.name, loser.name, winner.action),
            ConflictKind::ContradictoryActions => format!(
                "{} and {} look for the same; {} asks for {}, which always wins over {}.",
                winner.name, loser.name, winner.name, winner.action, loser.action
            ),
            ConflictKind::Shadowed => format!(
                "Whatever {} matches, {} matches too and asks for {}, so {} never decides with {}.",
                loser.name, winner.name, winner.action, loser.name, loser.action
            ),
        }
    }
}

/// Every pair of enabled policies that can speak for the same call and get in each other's way. What is not provable from
/// what they say is not reported.
pub fn conflicts<'p>(policies: &[&'p Policy]) -> Vec<Conflict<'p>> {
    let enabled: Vec<&Policy> = policies.iter().copied().filter(|policy| policy.enabled).collect();
    let pairs = enabled.iter().enumerate().flat_map(|(place, a)| enabled.iter().skip(place + 1).map(move |b| (*a, *b)));
    pairs.filter(|(a, b)| can_meet(a, b)).filter_map(|(a, b)| between(a, b)).collect()
}

fn between<'p>(a: &'p Policy, b: &'p Policy) -> Option<Conflict<'p>> {
    let (winner, loser) = if a.action <= b.action { (a, b) } else { (b, a) };
    if looks_for_same(&a.matcher, &b.matcher) {
        let kind = if a.action == b.action { ConflictKind::Duplicate } else { ConflictKind::ContradictoryActions };
        return Some(Conflict { winner, loser, kind });
    }
    let is_shadowed = winner.action < loser.action && asks_less(&winner.matcher, &loser.matcher) && speaks_wherever(winner, loser);
    is_shadowed.then_some(Conflict { winner, loser, kind: ConflictKind::Shadowed })
}

/// Whether there is a workspace and a surface for which both speak.
fn can_meet(a: &Policy, b: &Policy) -> bool {
    let same_tenant = a.tenant.is_none() || b.tenant.is_none() || a.tenant == b.tenant;
    same_tenant && Surface::ALL.iter().any(|surface| a.surfaces.has(*surface) && b.surfaces.has(*surface))
}

fn speaks_wherever(wide: &Policy, narrow: &Policy) -> bool {
    let in_tenant = wide.tenant.is_none() || wide.tenant == narrow.tenant;
    in_tenant && Surface::ALL.iter().all(|surface| wide.surfaces.has(*surface) || !narrow.surfaces.has(*surface))
}

fn looks_for_same(a: &Matcher, b: &Matcher) -> bool {
    match (a, b) {
        (Matcher::Conditions(a), Matcher::Conditions(b)) => is_part(a.specs(), b.specs()) && is_part(b.specs(), a.specs()),
        (Matcher::Detector(_), Matcher::Detector(_))
        | (Matcher::Pattern(_), Matcher::Pattern(_))
        | (Matcher::Rego(_), Matcher::Rego(_)) => a.source() == b.source(),
        _ => false,
    }
}

/// Whether everything that `wide` asks for `narrow` asks for too.
fn asks_less(wide: &Matcher, narrow: &Matcher) -> bool {
    match (wide, narrow) {
        (Matcher::Conditions(wide), Matcher::Conditions(narrow)) => is_part(wide.specs(), narrow.specs()),
        _ => false,
    }
}

fn is_part(part: &[ConditionSpec], whole: &[ConditionSpec]) -> bool {
    part.iter().all(|spec| whole.contains(spec))
}

#[cfg(test)]
mod tests {
    use model::{Action, TenantId};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{Category, Conditions, Pattern, PolicyId, PolicyTier, Surfaces};

    fn policy(id: &str, matcher: Matcher, action: Action) -> Policy {
        Policy {
            id: PolicyId::parse(id).unwrap(),
            name: id.to_owned(),
            description: String::new(),
            category: Category::parse("dynamic-risk").unwrap(),
            tier: PolicyTier::Organization,
            tenant: None,
            surfaces: Surfaces::ALL,
            matcher,
            severity: Severity::Low,
            action,
            enabled: true,
            priority: 0,
            version: 1,
        }
    }

    fn pattern(id: &str, source: &str, action: Action) -> Policy {
        policy(id, Matcher::Pattern(Pattern::parse(source).unwrap()), action)
    }

    fn conditions(id: &str, words: &[&str], action: Action) -> Policy {
        let spec = |word: &&str| ConditionSpec { field: "query".to_owned(), operator: "contains".to_owned(), value: json!(word) };
        policy(id, Matcher::Conditions(Conditions::parse(&words.iter().map(spec).collect::<Vec<_>>()).unwrap()), action)
    }

    fn found(policies: &[Policy]) -> Vec<(String, &'static str)> {
        let listed: Vec<&Policy> = policies.iter().collect();
        conflicts(&listed).iter().map(|one| (format!("{}>{}", one.winner.id, one.loser.id), one.kind.as_str())).collect()
    }

    #[test]
    fn the_same_thing_twice_is_a_duplicate_or_a_contradiction() {
        let twice = [pattern("a", "heron", Action::Warn), pattern("b", "heron", Action::Warn), pattern("c", "heron", Action::Block)];

        assert_eq!(
            found(&twice),
            [("a>b".to_owned(), "duplicate"), ("c>a".to_owned(), "contradictory_actions"), ("c>b".to_owned(), "contradictory_actions")]
        );
    }

    #[test]
    fn a_wider_and_stricter_policy_shadows_a_narrower_one() {
        let set = [conditions("wide", &["heron"], Action::Block), conditions("narrow", &["heron", "dove"], Action::Warn)];
        let reversed = [conditions("wide", &["heron"], Action::Warn), conditions("narrow", &["heron", "dove"], Action::Block)];

        assert_eq!(found(&set), [("wide>narrow".to_owned(), "shadowed")]);
        assert_eq!(found(&reversed), []);
    }

    #[test]
    fn policies_that_never_meet_are_no_conflict() {
        let of = |tenant: u128, surfaces: &[&str]| Policy {
            tier: PolicyTier::Tenant,
            tenant: Some(TenantId::from_uuid(Uuid::from_u128(tenant))),
            surfaces: Surfaces::parse(surfaces).unwrap(),
            ..pattern(&format!("p{tenant}"), "heron", Action::Block)
        };
        let off = Policy { enabled: false, ..pattern("off", "heron", Action::Block) };

        assert_eq!(found(&[of(1, &[]), of(2, &[])]), []);
        assert_eq!(found(&[of(1, &["request"]), of(1, &["response"])]), []);
        assert_eq!(found(&[of(1, &[]), off]), []);
        assert_eq!(found(&[of(1, &["request"]), of(1, &[])]).len(), 1);
    }
}
