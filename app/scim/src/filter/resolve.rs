use scim_server::schema::{AttributeDefinition, AttributeType};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Condition, Field, Filter, Literal, Operand, Operator};
use crate::{AttrPath, Kind, Problem, Result, Schemas, schema::name_is};

impl Filter {
    /// Looks up the attributes of a resource type. An attribute that does not exist is met by nothing.
    pub fn resolve(&self, schemas: &Schemas, kind: Kind) -> Result<Condition> {
        resolve(self, &|path| schemas.find(kind, path))
    }

    /// The same for the values of one list.
    pub(crate) fn resolve_within(&self, list: &AttributeDefinition) -> Result<Condition> {
        resolve(self, &|path| {
            let found = path.urn.is_none().then(|| list.sub_attributes.iter().find(|sub| name_is(sub, &path.name))).flatten();
            found.filter(|_| path.sub.is_none()).map(|definition| Found { keys: vec![definition.name.clone()], definition, sub: None })
        })
    }
}

/// An attribute that was looked up: its keys, and its definition.
pub(crate) struct Found<'s> {
    pub(crate) keys: Vec<String>,
    pub(crate) definition: &'s AttributeDefinition,
    pub(crate) sub: Option<&'s AttributeDefinition>,
}

type Lookup<'l, 's> = &'l dyn Fn(&AttrPath) -> Option<Found<'s>>;

fn resolve(filter: &Filter, lookup: Lookup<'_, '_>) -> Result<Condition> {
    Ok(match filter {
        Filter::And(left, right) => Condition::And(vec![resolve(left, lookup)?, resolve(right, lookup)?]),
        Filter::Or(left, right) => Condition::Or(vec![resolve(left, lookup)?, resolve(right, lookup)?]),
        Filter::Not(inner) => Condition::Not(Box::new(resolve(inner, lookup)?)),
        Filter::Present(path) => match lookup(path) {
            None => Condition::Never,
            Some(found) => tested(found, &|field, _| Ok(Condition::Present(field)))?,
        },
        Filter::Compare(path, operator, literal) => match lookup(path) {
            None => Condition::Never,
            Some(found) => tested(found, &|field, definition| compared(field, *operator, literal, definition))?,
        },
        Filter::Within(path, inner) => match lookup(path) {
            Some(Found { keys, definition, sub: None }) if definition.multi_valued => {
                Condition::Within(keys, Box::new(inner.resolve_within(definition)?))
            }
            Some(_) => return Err(Problem::InvalidFilter.because("brackets stand behind an attribute that has only one value")),
            None => Condition::Never,
        },
    })
}

type Test<'t> = &'t dyn Fn(Field, &AttributeDefinition) -> Result<Condition>;

/// A list is asked for one of its values; without a part of it, for `value`.
fn tested(found: Found<'_>, test: Test<'_>) -> Result<Condition> {
    let Found { mut keys, definition, sub } = found;
    if definition.multi_valued {
        let named = sub.or_else(|| definition.sub_attributes.iter().find(|sub| sub.name == "value"));
        let Some(named) = named else { return Ok(Condition::Never) };
        let field = Field { keys: vec![named.name.clone()], case_exact: named.case_exact };
        return Ok(Condition::Within(keys, Box::new(test(field, named)?)));
    }
    let last = sub.unwrap_or(definition);
    if let Some(sub) = sub {
        keys.push(sub.name.clone());
    }
    test(Field { keys, case_exact: last.case_exact }, last)
}

fn compared(field: Field, operator: Operator, literal: &Literal, definition: &AttributeDefinition) -> Result<Condition> {
    let refused = |detail: &str| Err(Problem::InvalidFilter.because(detail));
    let is_null = !literal.quoted && literal.text.eq_ignore_ascii_case("null");
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let operand = match definition.data_type {
        _ if is_null && is_equality => Operand::Null,
        AttributeType::Boolean if !is_equality => return refused("true and false have no order"),
        AttributeType::Boolean => match literal.text.to_ascii_lowercase().as_str() {
            "true" => Operand::Bool(true),
            "false" => Operand::Bool(false),
            _ => return refused("the attribute is true or false"),
        },
        AttributeType::DateTime => match OffsetDateTime::parse(&literal.text, &Rfc3339) {
            Ok(time) => Operand::Time(time),
            Err(_) => return refused("the value is not a time as RFC 3339 writes it"),
        },
        AttributeType::Complex => return refused("a part of the attribute has to be named"),
        AttributeType::String | AttributeType::Decimal | AttributeType::Integer | AttributeType::Binary | AttributeType::Reference => {
            Operand::Text(literal.text.clone())
        }
    };
    Ok(Condition::Compare(field, operator, operand))
}
