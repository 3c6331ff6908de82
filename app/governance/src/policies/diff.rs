use model::views::{DiffKind, DiffLine, FieldChange, TextChange, VersionDiff};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use store::{
    OrgScope, OrgTx,
    policies::{self, PolicyFields},
};

use super::{change::expect_visible, shipped};
use crate::{Error, Governance, Result};

/// How two versions of a policy differ, the earlier one first or not.
pub async fn diff(gov: &Governance, scope: &OrgScope, id: &str, from: i32, to: i32) -> Result<VersionDiff> {
    let mut tx = gov.pool().org_tx(scope).await?;
    expect_visible(&mut tx, id).await?;
    if shipped::find(id).is_some() {
        return Err(Error::Refused("A system policy has one version, the one that it ships in.".to_owned()));
    }
    let (before, after) = (form(&mut tx, id, from).await?, form(&mut tx, id, to).await?);
    Ok(between(Some(&before), Some(&after)))
}

async fn form(tx: &mut OrgTx, id: &str, version: i32) -> Result<PolicyFields> {
    Ok(policies::find_version(tx, id, version).await?.ok_or(Error::NotFound)?.fields()?)
}

/// How two forms of a policy differ; `None` is no policy at all.
pub(crate) fn between(before: Option<&PolicyFields>, after: Option<&PolicyFields>) -> VersionDiff {
    let (old, new) = (before.map(short_fields).unwrap_or_default(), after.map(short_fields).unwrap_or_default());
    let (old_texts, new_texts) = (before.map(texts).unwrap_or_default(), after.map(texts).unwrap_or_default());
    let fields = paired(old, new).filter(|(_, before, after)| before != after);
    let texts = paired(old_texts, new_texts).map(|(name, before, after)| (name, before.unwrap_or_default(), after.unwrap_or_default()));
    VersionDiff {
        fields: fields.map(|(name, before, after)| FieldChange { field: name.to_owned(), before, after }).collect(),
        texts: texts.filter(|(_, before, after)| before != after).map(|(name, before, after)| text_change(name, &before, &after)).collect(),
    }
}

type Named = Vec<(&'static str, String)>;

/// Each name with its value on both sides. Both have the same names, since the kind of a policy never changes, or one has none.
fn paired(before: Named, after: Named) -> impl Iterator<Item = (&'static str, Option<String>, Option<String>)> {
    let names: Vec<&'static str> = if after.is_empty() { &before } else { &after }.iter().map(|(name, _)| *name).collect();
    let (mut before, mut after) = (before.into_iter(), after.into_iter());
    names.into_iter().map(move |name| (name, before.next().map(|(_, value)| value), after.next().map(|(_, value)| value)))
}

/// What fits into one line.
fn short_fields(fields: &PolicyFields) -> Named {
    vec![
        ("name", fields.name.clone()),
        ("enabled", fields.enabled.to_string()),
        ("action", fields.action.clone()),
        ("severity", fields.severity.clone()),
        ("category", fields.category.clone()),
        ("surfaces", fields.surfaces.join(", ")),
        ("priority", fields.priority.to_string()),
        ("critical", fields.critical.to_string()),
        ("tags", fields.tags.join(", ")),
    ]
}

/// What is read line by line; JSON with one member a line.
fn texts(fields: &PolicyFields) -> Named {
    let document = |name: &str| fields.document.as_ref().and_then(|document| document.get(name));
    let source = |name: &str| document(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let json = |value: Option<&Value>| value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default()).unwrap_or_default();
    let cases = fields.test_cases.as_array().filter(|cases| !cases.is_empty()).map(|_| &fields.test_cases);
    let mut texts = vec![("description", fields.description.clone()), ("pattern", fields.pattern.clone())];
    match fields.kind.as_str() {
        "rego" => texts.extend([("source", source("source")), ("tests", source("tests"))]),
        "conditions" => {
            texts.extend([("type", source("type")), ("conditions", json(document("conditions"))), ("actions", json(document("actions")))]);
        }
        _ => {}
    }
    texts.push(("test_cases", json(cases)));
    texts
}

fn text_change(name: &str, before: &str, after: &str) -> TextChange {
    let diff = TextDiff::from_lines(before, after);
    let number = |index: Option<usize>| index.and_then(|index| u32::try_from(index + 1).ok());
    let lines = diff.iter_all_changes().map(|change| DiffLine {
        kind: match change.tag() {
            ChangeTag::Equal => DiffKind::Same,
            ChangeTag::Insert => DiffKind::Added,
            ChangeTag::Delete => DiffKind::Removed,
        },
        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
        before: number(change.old_index()),
        after: number(change.new_index()),
    });
    TextChange { field: name.to_owned(), lines: lines.collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rego(source: &str, action: &str) -> PolicyFields {
        PolicyFields {
            name: "Own".to_owned(),
            description: String::new(),
            category: "dynamic-risk".to_owned(),
            kind: "rego".to_owned(),
            pattern: String::new(),
            document: Some(json!({"source": source, "tests": ""})),
            surfaces: Vec::new(),
            severity: "low".to_owned(),
            action: action.to_owned(),
            enabled: true,
            priority: 0,
            tags: Vec::new(),
            critical: false,
            test_cases: json!([]),
        }
    }

    #[test]
    fn fields_and_lines_that_differ_are_named_and_no_others() {
        let before = rego("package a\n\ndeny if true\n", "block");
        let after = rego("package a\n\nwarn if true\n", "warn");

        let diff = between(Some(&before), Some(&after));

        let change = FieldChange { field: "action".to_owned(), before: Some("block".to_owned()), after: Some("warn".to_owned()) };
        assert_eq!(diff.fields, [change]);
        let [source] = diff.texts.as_slice() else { unreachable!("{diff:?}") };
        let lines: Vec<_> = source.lines.iter().map(|line| (line.kind, line.text.as_str(), line.before, line.after)).collect();
        assert_eq!(
            lines,
            [
                (DiffKind::Same, "package a", Some(1), Some(1)),
                (DiffKind::Same, "", Some(2), Some(2)),
                (DiffKind::Removed, "deny if true", Some(3), None),
                (DiffKind::Added, "warn if true", None, Some(3)),
            ]
        );
        assert!(between(Some(&before), Some(&before)).is_empty());
    }

    #[test]
    fn what_is_new_or_removed_is_there_on_one_side_only() {
        let one = rego("package a\n", "block");

        let made = between(None, Some(&one));
        let gone = between(Some(&one), None);

        assert!(made.fields.iter().all(|field| field.before.is_none() && field.after.is_some()));
        assert!(gone.texts.iter().flat_map(|text| &text.lines).all(|line| line.kind == DiffKind::Removed));
        assert_eq!(made.texts.len(), 1, "empty texts are no change: {made:?}");
    }
}
