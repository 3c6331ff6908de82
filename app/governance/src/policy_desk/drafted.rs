use model::{Invalid, views::PolicyDraft};
use policy::PolicyKind;
use store::policies::PolicyFields;

use super::{
    cases::cases_of,
    draft::{config_of, spec_of},
    line_breaks::unix,
};
use crate::{
    Result,
    dynamic_policies::{ActionSpec, NewDynamicPolicy},
    policies::NewPolicy,
    rego_policies::NewRegoPolicy,
};

/// A draft as what its kind of policy is made from.
pub(super) enum Drafted {
    Pattern(NewPolicy),
    Conditions(NewDynamicPolicy),
    Rego(NewRegoPolicy),
}

impl Drafted {
    /// Reads the form; of the policy itself nothing is checked yet. Line ends of browsers become those of files.
    pub(super) fn of(draft: &PolicyDraft) -> std::result::Result<Self, Invalid> {
        let description = Some(draft.description.trim().to_owned());
        let tier = said(&draft.tier);
        let enabled = Some(!draft.off);
        Ok(match PolicyKind::parse(&draft.kind).unwrap_or(PolicyKind::Pattern) {
            PolicyKind::Pattern => Self::Pattern(NewPolicy {
                name: draft.name.clone(),
                description,
                category: draft.category.clone(),
                tier,
                pattern: draft.pattern.trim_end_matches(['\r', '\n']).to_owned(),
                severity: said(&draft.severity),
                action: said(&draft.action),
                enabled,
                critical: Some(draft.critical),
                test_cases: Some(cases_of(&draft.cases)?),
                ..NewPolicy::default()
            }),
            PolicyKind::Conditions => Self::Conditions(NewDynamicPolicy {
                name: draft.name.clone(),
                description,
                category: said(&draft.category),
                tier,
                conditions: Some(draft.conditions.iter().filter_map(spec_of).collect()),
                actions: Some(vec![ActionSpec { kind: draft.action.clone(), config: config_of(draft) }]),
                surfaces: Some(draft.surfaces.clone()),
                enabled,
                critical: Some(draft.critical),
                test_cases: Some(cases_of(&draft.cases)?),
                ..NewDynamicPolicy::default()
            }),
            PolicyKind::Rego => Self::Rego(NewRegoPolicy {
                name: draft.name.clone(),
                description,
                category: said(&draft.category),
                tier,
                source: unix(&draft.source),
                tests: Some(unix(&draft.tests)),
                action: said(&draft.action),
                severity: said(&draft.severity),
                surfaces: Some(draft.surfaces.clone()),
                enabled,
                critical: Some(draft.critical),
                ..NewRegoPolicy::default()
            }),
        })
    }

    /// The checked fields; a module is compiled for it.
    pub(super) fn fields(&self) -> Result<PolicyFields> {
        match self {
            Self::Pattern(new) => new.fields(),
            Self::Conditions(new) => new.fields(),
            Self::Rego(new) => new.fields(),
        }
    }
}

fn said(word: &str) -> Option<String> {
    (!word.is_empty()).then(|| word.to_owned())
}
