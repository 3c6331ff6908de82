use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::Operator;

/// A filter over attributes that exist, each with its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All hold.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// Nothing meets it: the attribute does not exist here.
    Never,
    /// The attribute has a value.
    Present(Field),
    /// The attribute compares to a value.
    Compare(Field, Operator, Operand),
    /// One value of the list at these keys meets the condition, whose fields start at that value.
    Within(Vec<String>, Box<Condition>),
}

/// A single-valued attribute: its keys from the document (or list value) downwards, by their canonical names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The keys.
    pub keys: Vec<String>,
    /// Whether upper and lower case differ.
    pub case_exact: bool,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A string.
    Text(String),
    /// A boolean; only equality makes sense.
    Bool(bool),
    /// A point in time.
    Time(OffsetDateTime),
    /// No value.
    Null,
}

impl Condition {
    /// Whether a document, or a value of a list, meets the condition.
    pub fn is_met_by(&self, object: &Map<String, Value>) -> bool {
        match self {
            Self::And(all) => all.iter().all(|one| one.is_met_by(object)),
            Self::Or(any) => any.iter().any(|one| one.is_met_by(object)),
            Self::Not(inner) => !inner.is_met_by(object),
            Self::Never => false,
            Self::Present(field) => field.of(object).is_some(),
            Self::Compare(field, operator, operand) => compares(field, *operator, operand, field.of(object)),
            Self::Within(keys, inner) => {
                let list = at(object, keys).and_then(Value::as_array);
                list.into_iter().flatten().filter_map(Value::as_object).any(|value| inner.is_met_by(value))
            }
        }
    }

    /// The fields that a value has to have to meet this, when it asks for nothing but equal strings; otherwise nothing.
    pub(crate) fn as_equalities(&self) -> Option<Vec<(&str, &str)>> {
        match self {
            Self::Compare(Field { keys, .. }, Operator::Equal, Operand::Text(text)) => match keys.as_slice() {
                [key] => Some(vec![(key.as_str(), text.as_str())]),
                _ => None,
            },
            Self::And(all) => all.iter().map(Self::as_equalities).collect::<Option<Vec<_>>>().map(|lists| lists.concat()),
            Self::Compare(..) | Self::Or(_) | Self::Not(_) | Self::Never | Self::Present(_) | Self::Within(..) => None,
        }
    }
}

impl Field {
    fn of<'o>(&self, object: &'o Map<String, Value>) -> Option<&'o Value> {
        at(object, &self.keys).filter(|value| !value.is_null())
    }
}

fn at<'o>(object: &'o Map<String, Value>, keys: &[String]) -> Option<&'o Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(object.get(first)?, |value, key| value.get(key))
}

fn compares(field: &Field, operator: Operator, operand: &Operand, value: Option<&Value>) -> bool {
    if operator == Operator::NotEqual {
        return !compares(field, Operator::Equal, operand, value);
    }
    let Some(value) = value else { return *operand == Operand::Null && operator == Operator::Equal };
    match operand {
        Operand::Null => false,
        Operand::Bool(wanted) => operator == Operator::Equal && value.as_bool() == Some(*wanted),
        Operand::Time(wanted) => {
            let time = value.as_str().and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
            time.is_some_and(|time| ordered(operator, &time, wanted))
        }
        Operand::Text(wanted) => value.as_str().is_some_and(|text| text_compares(field, operator, text, wanted)),
    }
}

fn text_compares(field: &Field, operator: Operator, text: &str, wanted: &str) -> bool {
    let fold = |text: &str| if field.case_exact { text.to_owned() } else { text.to_lowercase() };
    let (text, wanted) = (fold(text), fold(wanted));
    match operator {
        Operator::Contains => text.contains(&wanted),
        Operator::StartsWith => text.starts_with(&wanted),
        Operator::EndsWith => text.ends_with(&wanted),
        Operator::Equal | Operator::NotEqual | Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
            ordered(operator, &text, &wanted)
        }
    }
}

fn ordered<T: Ord>(operator: Operator, left: &T, right: &T) -> bool {
    match operator {
        Operator::Equal => left == right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::NotEqual | Operator::Contains | Operator::StartsWith | Operator::EndsWith => false,
    }
}
