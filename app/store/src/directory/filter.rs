//! Filters of SCIM as SQL. Values and keys are bound; the text is made here.

use scim::{Condition, Field, Kind, Operand, Operator};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

/// Where the fields of a condition are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the row `d`.
    Row(Kind),
    /// In the JSON value `e.v`.
    Element,
    /// In the membership `m`: the member.
    Member,
    /// In the membership `m` and its group `g`.
    GroupOf,
}

/// How a field is read.
enum Source {
    Text(&'static str),
    Time(&'static str),
    Bool(&'static str),
    Id(&'static str),
    Document(&'static str),
}

/// Appends a condition that is true or false, never null.
pub(super) fn push(query: &mut QueryBuilder<Postgres>, place: Place, condition: &Condition) {
    match condition {
        Condition::And(all) => join(query, place, all, " and ", "true"),
        Condition::Or(any) => join(query, place, any, " or ", "false"),
        Condition::Not(inner) => {
            query.push("not (");
            push(query, place, inner);
            query.push(")");
        }
        Condition::Never => {
            query.push("false");
        }
        Condition::Present(field) => {
            query.push("(");
            push_source(query, place, field);
            query.push(") is not null");
        }
        Condition::Compare(field, operator, operand) => push_compare(query, place, field, *operator, operand),
        Condition::Within(keys, inner) => push_within(query, place, keys, inner),
    }
}

fn join(query: &mut QueryBuilder<Postgres>, place: Place, conditions: &[Condition], word: &str, empty: &str) {
    query.push("(");
    for (number, condition) in conditions.iter().enumerate() {
        if number > 0 {
            query.push(word);
        }
        push(query, place, condition);
    }
    if conditions.is_empty() {
        query.push(empty);
    }
    query.push(")");
}

fn push_within(query: &mut QueryBuilder<Postgres>, place: Place, keys: &[String], inner: &Condition) {
    let is_list = |name: &str| matches!(keys, [key] if key == name);
    let place = match place {
        Place::Row(Kind::Group) if is_list("members") => {
            query.push("exists (select from public.directory_group_members m where m.org_id = d.org_id and m.group_id = d.group_id and ");
            Place::Member
        }
        Place::Row(Kind::User) if is_list("groups") => {
            query.push(
                "exists (select from public.directory_group_members m join public.directory_groups g on g.org_id = m.org_id
                 and g.group_id = m.group_id where m.org_id = d.org_id and m.user_id = d.user_id and ",
            );
            Place::GroupOf
        }
        Place::Row(Kind::User) => {
            query.push("exists (select from jsonb_array_elements(case jsonb_typeof(d.document #> ").push_bind(keys.to_vec());
            query.push(") when 'array' then d.document #> ").push_bind(keys.to_vec());
            query.push(" else '[]' end) as e(v) where ");
            Place::Element
        }
        Place::Row(Kind::Group) | Place::Element | Place::Member | Place::GroupOf => {
            query.push("false");
            return;
        }
    };
    push(query, place, inner);
    query.push(")");
}

fn source(place: Place, field: &Field) -> Option<Source> {
    let keys: Vec<&str> = field.keys.iter().map(String::as_str).collect();
    Some(match (place, keys.as_slice()) {
        (Place::Row(Kind::User), ["id"]) => Source::Id("d.user_id"),
        (Place::Row(Kind::Group), ["id"]) => Source::Id("d.group_id"),
        (Place::Row(Kind::User), ["userName"]) => Source::Text("d.user_name"),
        (Place::Row(_), ["externalId"]) => Source::Text("d.external_id"),
        (Place::Row(Kind::User), ["active"]) => Source::Bool("d.active"),
        (Place::Row(Kind::Group), ["displayName"]) => Source::Text("d.display_name"),
        (Place::Row(_), ["meta", "created"]) => Source::Time("d.created_at"),
        (Place::Row(_), ["meta", "lastModified"]) => Source::Time("d.updated_at"),
        (Place::Row(Kind::User), ["meta", "resourceType"]) => Source::Text("'User'"),
        (Place::Row(Kind::Group), ["meta", "resourceType"]) => Source::Text("'Group'"),
        (Place::Row(Kind::User), [first, ..]) if *first != "meta" => Source::Document("d.document"),
        (Place::Element, _) => Source::Document("e.v"),
        (Place::Member, ["value"]) => Source::Id("m.user_id"),
        (Place::GroupOf, ["value"]) => Source::Id("m.group_id"),
        (Place::GroupOf, ["display"]) => Source::Text("g.display_name"),
        _ => return None,
    })
}

/// The field as a value, null where there is none.
fn push_source(query: &mut QueryBuilder<Postgres>, place: Place, field: &Field) {
    match source(place, field) {
        Some(Source::Text(text) | Source::Time(text) | Source::Bool(text) | Source::Id(text)) => {
            query.push(text);
        }
        Some(Source::Document(document)) => {
            query.push(document).push(" #>> ").push_bind(field.keys.clone());
        }
        None => {
            query.push("null");
        }
    }
}

fn push_compare(query: &mut QueryBuilder<Postgres>, place: Place, field: &Field, operator: Operator, operand: &Operand) {
    if operator == Operator::NotEqual {
        query.push("not ");
        return push_compare(query, place, field, Operator::Equal, operand);
    }
    query.push("coalesce(");
    match (operand, source(place, field)) {
        (Operand::Null, _) if operator == Operator::Equal => {
            query.push("(");
            push_source(query, place, field);
            query.push(") is null");
        }
        (Operand::Bool(wanted), Some(Source::Bool(text))) => {
            query.push(text).push(" = ").push_bind(*wanted);
        }
        (Operand::Bool(wanted), Some(Source::Document(_))) => {
            push_source(query, place, field);
            query.push(" = ").push_bind(if *wanted { "true" } else { "false" });
        }
        (Operand::Time(wanted), Some(Source::Time(text))) if sign(operator).is_some() => {
            query.push(text).push(sign(operator).unwrap_or_default()).push_bind(*wanted);
        }
        (Operand::Text(wanted), Some(Source::Id(text))) => match Uuid::try_parse(wanted) {
            Ok(id) if operator == Operator::Equal => {
                query.push(text).push(" = ").push_bind(id);
            }
            _ => {
                query.push("false");
            }
        },
        (Operand::Text(wanted), Some(Source::Text(_) | Source::Document(_))) => push_text(query, place, field, operator, wanted),
        _ => {
            query.push("false");
        }
    }
    query.push(", false)");
}

/// PostgreSQL's `lower` on both sides, so that one does not fold what the other leaves.
fn push_text(query: &mut QueryBuilder<Postgres>, place: Place, field: &Field, operator: Operator, wanted: &str) {
    let value = |query: &mut QueryBuilder<Postgres>| {
        query.push(if field.case_exact { "(" } else { "lower(" });
        push_source(query, place, field);
        query.push(")");
    };
    let wanted = |query: &mut QueryBuilder<Postgres>| {
        query.push(if field.case_exact { "(" } else { "lower(" }).push_bind(wanted.to_owned()).push("::text)");
    };
    match operator {
        Operator::Contains => {
            query.push("position(");
            wanted(query);
            query.push(" in ");
            value(query);
            query.push(") > 0");
        }
        Operator::StartsWith => {
            query.push("starts_with(");
            value(query);
            query.push(", ");
            wanted(query);
            query.push(")");
        }
        Operator::EndsWith => {
            query.push("right(");
            value(query);
            query.push(", length(");
            wanted(query);
            query.push(")) = ");
            wanted(query);
        }
        Operator::Equal | Operator::NotEqual => {
            value(query);
            query.push(" = ");
            wanted(query);
        }
        Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
            value(query);
            query.push(" collate \"C\" ").push(sign(operator).unwrap_or(" = "));
            wanted(query);
        }
    }
}

const fn sign(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Equal => " = ",
        Operator::Greater => " > ",
        Operator::GreaterOrEqual => " >= ",
        Operator::Less => " < ",
        Operator::LessOrEqual => " <= ",
        Operator::NotEqual | Operator::Contains | Operator::StartsWith | Operator::EndsWith => return None,
    })
}
