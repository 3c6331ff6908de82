use scim_server::schema::AttributeDefinition;
use serde_json::{Map, Value};

use super::{Ignored, apply::values_of, operation::Verb};
use crate::{
    Condition, Filter, MOST_VALUES, Problem, Result,
    document::{is_primary, put, scalar, single},
};

/// A change of an attribute with several values.
pub(super) struct ListChange<'c> {
    pub(super) verb: Verb,
    pub(super) definition: &'c AttributeDefinition,
    pub(super) sub: Option<&'c AttributeDefinition>,
    pub(super) sent: Option<&'c Value>,
}

impl ListChange<'_> {
    pub(super) fn apply(&self, filter: Option<&Filter>, place: &mut Map<String, Value>, ignored: &mut Ignored) -> Result<()> {
        let before = match place.remove(&self.definition.name) {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let after = match (filter, self.sub) {
            (Some(filter), _) => self.chosen(&filter.resolve_within(self.definition)?, before, ignored)?,
            (None, Some(_)) => self.everywhere(before, ignored)?,
            (None, None) => self.whole(before, ignored)?,
        };
        if after.len() > MOST_VALUES {
            return Err(Problem::TooMany.because(format!("{} would have more than {MOST_VALUES} values", self.definition.name)));
        }
        put(place, &self.definition.name, (!after.is_empty()).then_some(Value::Array(after)));
        Ok(())
    }

    /// The list itself. `remove` with values removes those; without, all.
    fn whole(&self, before: Vec<Value>, ignored: &mut Ignored) -> Result<Vec<Value>> {
        let named = values_of(self.definition, self.sent, ignored)?;
        Ok(match self.verb {
            Verb::Remove if self.sent.is_none() => Vec::new(),
            Verb::Remove => before.into_iter().filter(|old| !named.iter().any(|one| means(one, old))).collect(),
            Verb::Replace => named,
            Verb::Add => {
                let mut after = before;
                for new in named {
                    if !after.contains(&new) {
                        give_way(&mut after, &new);
                        after.push(new);
                    }
                }
                after
            }
        })
    }

    /// A part of every value, which is made when there is none.
    fn everywhere(&self, mut before: Vec<Value>, ignored: &mut Ignored) -> Result<Vec<Value>> {
        if before.is_empty() && self.verb != Verb::Remove {
            before.push(Value::Object(Map::new()));
        }
        let all = vec![true; before.len()];
        self.write(before, &all, ignored)
    }

    /// The values that meet a filter. Where none does, and the filter says what one would look like, it is made: that is how
    /// Entra sends the first address for work.
    fn chosen(&self, condition: &Condition, mut before: Vec<Value>, ignored: &mut Ignored) -> Result<Vec<Value>> {
        let mut chosen: Vec<bool> = before.iter().map(|one| one.as_object().is_some_and(|one| condition.is_met_by(one))).collect();
        if !chosen.contains(&true) {
            if self.verb == Verb::Remove {
                return Ok(before);
            }
            let pairs = condition.as_equalities().ok_or_else(|| Problem::NoTarget.because("no value meets the filter"))?;
            let made = pairs.into_iter().map(|(key, text)| (key.to_owned(), Value::String(text.to_owned())));
            before.push(Value::Object(made.collect()));
            chosen.push(true);
        }
        if self.verb == Verb::Remove && self.sub.is_none() {
            return Ok(before.into_iter().zip(chosen).filter_map(|(one, chosen)| (!chosen).then_some(one)).collect());
        }
        self.write(before, &chosen, ignored)
    }

    /// Writes what was sent into the chosen values.
    fn write(&self, mut values: Vec<Value>, chosen: &[bool], ignored: &mut Ignored) -> Result<Vec<Value>> {
        let new = self.part_or_value(ignored)?;
        if new.as_ref().is_some_and(|new| new.get("primary") == Some(&Value::Bool(true))) {
            if chosen.iter().filter(|chosen| **chosen).count() > 1 {
                return Err(Problem::InvalidValue.because(format!("{} can have one primary value", self.definition.name)));
            }
            give_way(&mut values, &Value::Object(new.clone().unwrap_or_default()));
        }
        for (value, _) in values.iter_mut().zip(chosen).filter(|(_, chosen)| **chosen) {
            let Value::Object(object) = value else { continue };
            match (&new, self.sub) {
                (Some(new), _) => object.extend(new.clone()),
                (None, Some(sub)) => drop(object.remove(&sub.name)),
                (None, None) => object.clear(),
            }
        }
        values.retain(|one| one.as_object().is_none_or(|one| !one.is_empty()));
        Ok(values)
    }

    /// What was sent, as members to set; nothing where it is to be removed.
    fn part_or_value(&self, ignored: &mut Ignored) -> Result<Option<Map<String, Value>>> {
        let Some(sent) = self.sent.filter(|_| self.verb != Verb::Remove) else { return Ok(None) };
        let Some(sub) = self.sub else {
            // An array of one does for the value itself.
            let sent = sent.as_array().filter(|values| values.len() == 1).and_then(|values| values.first()).unwrap_or(sent);
            let read = single(self.definition, sent, ignored)?;
            return Ok(read.and_then(|read| if let Value::Object(read) = read { Some(read) } else { None }));
        };
        Ok(scalar(sub, sent)?.map(|value| Map::from_iter([(sub.name.clone(), value)])))
    }
}

/// Whether a value that is to be removed means an old one: by `value` where both have it, else by everything.
fn means(named: &Value, old: &Value) -> bool {
    match (named.get("value"), old.get("value")) {
        (Some(named), Some(old)) => named == old,
        _ => named == old,
    }
}

/// A new primary value takes the place of the old one (RFC 7644 section 3.5.2).
fn give_way(values: &mut [Value], new: &Value) {
    if is_primary(new) {
        for old in values.iter_mut().filter_map(Value::as_object_mut) {
            if old.get("primary") == Some(&Value::Bool(true)) {
                old.insert("primary".to_owned(), Value::Bool(false));
            }
        }
    }
}
