use serde_json::Value;

use super::{
    operation::{Operation, Verb},
    target::Target,
};
use crate::{
    Filter, GroupChange, MemberChange, Problem, Result,
    filter::Operator,
    group::{external_id, member_ids, name},
    kind::GROUP,
};

/// What one operation does to a group.
pub(super) fn changes(operation: &Operation) -> Result<Vec<GroupChange>> {
    let Operation { verb, target, value } = operation;
    match (target, value) {
        (Some(target), value) => Ok(of_target(*verb, target, value.as_ref())?.into_iter().collect()),
        (None, Some(Value::Object(values))) => {
            let mut changes = Vec::new();
            for (key, value) in values {
                // What is met in an object and is not kept is passed over: `id`, `schemas`, extensions.
                let known = Target::parse(key).ok().filter(|target| is_core(target) && is_kept(&target.path.name));
                if let Some(target) = known {
                    changes.extend(of_target(*verb, &target, Some(value))?);
                }
            }
            Ok(changes)
        }
        (None, _) => Err(Problem::InvalidValue.because("without a path, the value has to be an object")),
    }
}

fn is_core(target: &Target) -> bool {
    target.path.urn.as_deref().is_none_or(|urn| urn == GROUP)
}

fn is_kept(name: &str) -> bool {
    ["displayName", "externalId", "members"].iter().any(|kept| kept.eq_ignore_ascii_case(name))
}

fn of_target(verb: Verb, target: &Target, value: Option<&Value>) -> Result<Option<GroupChange>> {
    if !is_core(target) {
        return Ok(None);
    }
    match target.path.name.to_ascii_lowercase().as_str() {
        "displayname" if verb == Verb::Remove => Err(Problem::Mutability.because("displayName cannot be removed")),
        "displayname" => value.map(name).transpose().map(|name| name.map(GroupChange::Rename)),
        "externalid" if verb == Verb::Remove => Ok(Some(GroupChange::ExternalId(None))),
        "externalid" => value.map(external_id).transpose().map(|id| id.map(GroupChange::ExternalId)),
        "members" => members(verb, target, value).map(|change| Some(GroupChange::Members(change))),
        "id" | "meta" | "schemas" => Err(Problem::Mutability.because("the attribute cannot be changed")),
        _ => Ok(None),
    }
}

fn members(verb: Verb, target: &Target, value: Option<&Value>) -> Result<MemberChange> {
    if let Some(filter) = &target.filter {
        let ids = ids(filter).ok_or_else(|| Problem::InvalidPath.because("members are chosen by value eq \"id\""))?;
        let removes_members = verb == Verb::Remove && target.path.sub.is_none();
        return Ok(if removes_members { MemberChange::Remove(ids) } else { MemberChange::Expect(ids) });
    }
    Ok(match (verb, value) {
        (Verb::Remove, None) => MemberChange::Clear,
        (Verb::Remove, Some(value)) => MemberChange::Remove(member_ids(value)?),
        (Verb::Add, value) => MemberChange::Add(value.map(member_ids).transpose()?.unwrap_or_default()),
        (Verb::Replace, value) => MemberChange::Replace(value.map(member_ids).transpose()?.unwrap_or_default()),
    })
}

/// The ids that a filter names, when it does nothing else.
fn ids(filter: &Filter) -> Option<Vec<String>> {
    match filter {
        Filter::Compare(path, Operator::Equal, literal) if path.name.eq_ignore_ascii_case("value") && path.sub.is_none() => {
            Some(vec![literal.text.clone()])
        }
        Filter::Or(left, right) => Some([ids(left)?, ids(right)?].concat()),
        Filter::Compare(..) | Filter::And(..) | Filter::Not(_) | Filter::Present(_) | Filter::Within(..) => None,
    }
}
