use model::Invalid;
use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::{
    ConditionSpec, Operator, Test,
    check::{Check, Relation},
    field::{Field, Holds},
    seen::Named,
};
use crate::Pattern;

const MOST: usize = 20;
const MOST_VALUES: usize = 100;
const LONGEST_VALUE: usize = 500;
/// The compiled size of one condition's words.
const COMPILED_BYTES: usize = 2 << 20;

/// Everything that can be wrong is found here, so that nothing is left to be skipped later.
pub(super) fn tests(specs: &[ConditionSpec]) -> Result<Vec<Test>, Invalid> {
    if specs.is_empty() {
        return Err(refused("need at least one condition; without any, every call would match"));
    }
    if specs.len() > MOST {
        return Err(refused(format!("are at most {MOST}")));
    }
    specs.iter().map(test).collect()
}

fn test(spec: &ConditionSpec) -> Result<Test, Invalid> {
    let field = Field::parse(&spec.field).ok_or_else(|| unknown_field(&spec.field))?;
    let operator = Operator::parse(&spec.operator).ok_or_else(|| unknown_operator(&spec.operator))?;
    expect_fit(&field, operator)?;
    let check = check(&field, operator, &spec.value)?;
    Ok(Test { field, is_negated: operator.is_negation(), check })
}

fn expect_fit(field: &Field, operator: Operator) -> Result<(), Invalid> {
    let reads_words = matches!(operator, Operator::Contains | Operator::NotContains | Operator::ContainsAny);
    let fits = match field.holds() {
        Holds::Anything => true,
        Holds::Text => !operator.compares_numbers(),
        Holds::Number => !operator.reads_text() && !reads_words,
        Holds::Words => !operator.compares_numbers() && !operator.reads_text(),
    };
    if fits { Ok(()) } else { Err(refused(format!("cannot use {operator} on {field}"))) }
}

fn check(field: &Field, operator: Operator, value: &Value) -> Result<Check, Invalid> {
    Ok(match operator {
        Operator::Equals | Operator::NotEquals => Check::OneOf(vec![one(field, operator, value)?]),
        Operator::In | Operator::NotIn => Check::OneOf(several(field, operator, value)?),
        Operator::Contains | Operator::NotContains => words(&[word(operator, &one(field, operator, value)?)?])?,
        Operator::ContainsAny => {
            words(&several(field, operator, value)?.iter().map(|named| word(operator, named)).collect::<Result<Vec<_>, _>>()?)?
        }
        Operator::StartsWith => Check::Finds(any_case(&format!(r"\A{}", escaped(operator, value)?))?),
        Operator::EndsWith => Check::Finds(any_case(&format!(r"{}\z", escaped(operator, value)?))?),
        Operator::Regex => Check::Finds(pattern(value)?),
        Operator::GreaterThan => Check::Number(Relation::More, number(operator, value)?),
        Operator::GreaterThanOrEqual => Check::Number(Relation::MoreOrSame, number(operator, value)?),
        Operator::LessThan => Check::Number(Relation::Less, number(operator, value)?),
        Operator::LessThanOrEqual => Check::Number(Relation::LessOrSame, number(operator, value)?),
        Operator::Exists | Operator::NotExists => present(operator, value)?,
    })
}

/// A value that the field can really have: one that it cannot would never match, and nobody would notice.
fn one(field: &Field, operator: Operator, value: &Value) -> Result<Named, Invalid> {
    let named = Named::read(value).ok_or_else(|| refused(format!("need one text, number or flag as the value of {operator}")))?;
    if matches!(&named, Named::Text(text) if !(1..=LONGEST_VALUE).contains(&text.len())) {
        return Err(refused(format!("need a value of 1 to {LONGEST_VALUE} bytes for {operator}")));
    }
    if field.holds() == Holds::Number && !matches!(named, Named::Number(_)) {
        return Err(refused(format!("compare {field} with a number")));
    }
    if let Some(known) = field.closed() {
        let is_known = matches!(&named, Named::Text(text) if known.contains(&text.as_str()));
        return if is_known { Ok(named) } else { Err(refused(format!("compare {field} with one of {}", known.join(", ")))) };
    }
    Ok(named)
}

fn several(field: &Field, operator: Operator, value: &Value) -> Result<Vec<Named>, Invalid> {
    let values = value.as_array().filter(|values| (1..=MOST_VALUES).contains(&values.len()));
    let values = values.ok_or_else(|| refused(format!("need a list of 1 to {MOST_VALUES} values for {operator}")))?;
    values.iter().map(|value| one(field, operator, value)).collect()
}

fn word(operator: Operator, named: &Named) -> Result<String, Invalid> {
    match named {
        Named::Text(text) => Ok(text.clone()),
        Named::Number(_) | Named::Flag(_) => Err(refused(format!("need text as the value of {operator}"))),
    }
}

fn words(words: &[String]) -> Result<Check, Invalid> {
    let alternatives: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    let lower = words.iter().map(|word| word.to_lowercase()).collect();
    Ok(Check::Holds { anywhere: any_case(&format!("(?:{})", alternatives.join("|")))?, lower })
}

fn any_case(source: &str) -> Result<Regex, Invalid> {
    let built = RegexBuilder::new(source).case_insensitive(true).size_limit(COMPILED_BYTES).build();
    built.map_err(|_| refused("are too large together; use fewer or shorter values"))
}

fn escaped(operator: Operator, value: &Value) -> Result<String, Invalid> {
    let text = value.as_str().filter(|text| (1..=LONGEST_VALUE).contains(&text.len()));
    text.map(regex::escape).ok_or_else(|| refused(format!("need a text of 1 to {LONGEST_VALUE} bytes for {operator}")))
}

fn pattern(value: &Value) -> Result<Regex, Invalid> {
    let source = value.as_str().ok_or_else(|| refused("need a regular expression as text"))?;
    let pattern = Pattern::parse(source).map_err(|error| refused(format!("have a wrong expression. {}", error.message)))?;
    pattern.into_regex().ok_or_else(|| refused("have an expression that cannot be compiled"))
}

fn number(operator: Operator, value: &Value) -> Result<f64, Invalid> {
    value.as_f64().filter(|number| number.is_finite()).ok_or_else(|| refused(format!("need a number as the value of {operator}")))
}

/// `exists` needs no value; a flag that says the same is taken, one that says the opposite is a mistake.
fn present(operator: Operator, value: &Value) -> Result<Check, Invalid> {
    let says_nothing_else = value.is_null() || *value == Value::Bool(true);
    if says_nothing_else { Ok(Check::Present) } else { Err(refused(format!("need no value for {operator}"))) }
}

fn unknown_field(name: &str) -> Invalid {
    let known: Vec<&str> = Field::names().collect();
    let name: String = name.chars().take(80).collect();
    refused(format!("name an unknown field {name:?}; fields are {}, user.NAME and context.NAME", known.join(", ")))
}

fn unknown_operator(word: &str) -> Invalid {
    let known: Vec<&str> = Operator::ALL.iter().map(|operator| operator.as_str()).collect();
    let word: String = word.chars().take(80).collect();
    refused(format!("name an unknown operator {word:?}; operators are {}", known.join(", ")))
}

fn refused(why: impl Into<String>) -> Invalid {
    Invalid::new("conditions", why)
}
