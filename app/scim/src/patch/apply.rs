use scim_server::schema::{AttributeDefinition, AttributeType, Mutability};
use serde_json::{Map, Value};

use super::{
    Ignored, list,
    operation::{Operation, Verb},
    target::Target,
};
use crate::{
    AttrPath, Document, Kind, Problem, Result, Schemas,
    document::{put, scalar, single, value},
    filter::Found,
};

/// How strictly an attribute that cannot be written is taken: named by a path, or met in an object without one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    ByPath,
    InAnObject,
}

/// Does one operation.
pub(super) fn apply(schemas: &Schemas, kind: Kind, operation: &Operation, document: &mut Document, ignored: &mut Ignored) -> Result<()> {
    let mut change = Change { schemas, kind, verb: operation.verb, ignored };
    match (&operation.target, &operation.value) {
        (Some(target), value) => change.target(target, value.as_ref(), Named::ByPath, &mut document.0),
        (None, Some(Value::Object(values))) => values.iter().try_for_each(|(key, value)| match Target::parse(key) {
            Ok(target) => change.target(&target, Some(value), Named::InAnObject, &mut document.0),
            Err(_) => {
                change.ignored.note(key);
                Ok(())
            }
        }),
        (None, _) => Err(Problem::InvalidValue.because("without a path, the value has to be an object")),
    }
}

struct Change<'c> {
    schemas: &'c Schemas,
    kind: Kind,
    verb: Verb,
    ignored: &'c mut Ignored,
}

impl Change<'_> {
    fn target(&mut self, target: &Target, value: Option<&Value>, named: Named, document: &mut Map<String, Value>) -> Result<()> {
        if target.path.name.is_empty() {
            return self.extension(target, value, named, document);
        }
        let Some(Found { keys, definition, sub }) = self.schemas.find(self.kind, &target.path) else {
            self.ignored.note(&target.path.name);
            return Ok(());
        };
        let is_read_only = [Some(definition), sub].into_iter().flatten().any(|one| one.mutability == Mutability::ReadOnly);
        if is_read_only && named == Named::ByPath {
            return Err(Problem::Mutability.because(format!("{} cannot be changed", definition.name)));
        }
        if is_read_only {
            self.ignored.note(&definition.name);
            return Ok(());
        }
        match keys.as_slice() {
            [extension, _] => {
                let place = document.entry(extension.clone()).or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(place) = place else { return Err(Problem::Internal.because("a stored extension is no object")) };
                self.attribute(definition, sub, target, value, place)?;
                if place.is_empty() {
                    document.remove(extension);
                }
                Ok(())
            }
            _ => self.attribute(definition, sub, target, value, document),
        }
    }

    /// A path that names a whole extension.
    fn extension(&mut self, target: &Target, value: Option<&Value>, named: Named, document: &mut Map<String, Value>) -> Result<()> {
        let urn = target.path.urn.clone().unwrap_or_default();
        match (self.verb, value) {
            (Verb::Remove, _) | (Verb::Replace, Some(Value::Null)) => {
                document.remove(&urn);
                Ok(())
            }
            (_, Some(Value::Object(values))) => values.iter().try_for_each(|(key, value)| {
                let mut path = AttrPath::parse(key)?;
                path.urn = Some(urn.clone());
                self.target(&Target { path, filter: None }, Some(value), named, document)
            }),
            _ => Err(Problem::InvalidValue.because("an extension has to be an object")),
        }
    }

    fn attribute(
        &mut self,
        definition: &AttributeDefinition,
        sub: Option<&AttributeDefinition>,
        target: &Target,
        sent: Option<&Value>,
        place: &mut Map<String, Value>,
    ) -> Result<()> {
        if definition.multi_valued {
            let change = list::ListChange { verb: self.verb, definition, sub, sent };
            return change.apply(target.filter.as_ref(), place, self.ignored);
        }
        if target.filter.is_some() {
            return Err(Problem::InvalidPath.because(format!("{} has only one value", definition.name)));
        }
        match (definition.data_type == AttributeType::Complex, sub) {
            (true, Some(sub)) => self.part(definition, sub, sent, place),
            (true, None) => self.complex(definition, sent, place),
            (false, _) => self.simple(definition, sent, place),
        }
    }

    fn simple(&mut self, definition: &AttributeDefinition, sent: Option<&Value>, place: &mut Map<String, Value>) -> Result<()> {
        let new = self.new_value(sent, |sent| scalar(definition, sent))?;
        if new.is_none() && definition.required {
            return Err(Problem::Mutability.because(format!("{} cannot be removed", definition.name)));
        }
        put(place, &definition.name, new);
        Ok(())
    }

    /// One part of a complex attribute; the others stay.
    fn part(
        &mut self,
        definition: &AttributeDefinition,
        sub: &AttributeDefinition,
        sent: Option<&Value>,
        place: &mut Map<String, Value>,
    ) -> Result<()> {
        let new = self.new_value(sent, |sent| scalar(sub, sent))?;
        let mut whole = place
            .remove(&definition.name)
            .and_then(|whole| if let Value::Object(whole) = whole { Some(whole) } else { None })
            .unwrap_or_default();
        put(&mut whole, &sub.name, new);
        put(place, &definition.name, (!whole.is_empty()).then_some(Value::Object(whole)));
        Ok(())
    }

    /// The parts that were sent; the others stay (RFC 7644 section 3.5.2.3).
    fn complex(&mut self, definition: &AttributeDefinition, sent: Option<&Value>, place: &mut Map<String, Value>) -> Result<()> {
        let (verb, ignored) = (self.verb, &mut *self.ignored);
        let new = if verb == Verb::Remove { None } else { sent.map(|sent| single(definition, sent, ignored)).transpose()?.flatten() };
        match (new, place.get_mut(&definition.name)) {
            (Some(Value::Object(new)), Some(Value::Object(old))) => old.extend(new),
            (new, _) => put(place, &definition.name, new),
        }
        Ok(())
    }

    fn new_value(&self, sent: Option<&Value>, read: impl Fn(&Value) -> Result<Option<Value>>) -> Result<Option<Value>> {
        if self.verb == Verb::Remove { Ok(None) } else { sent.map(read).transpose().map(Option::flatten) }
    }
}

/// The whole value of a list, for `add` and `replace`.
pub(super) fn values_of(definition: &AttributeDefinition, sent: Option<&Value>, ignored: &mut Ignored) -> Result<Vec<Value>> {
    let read = sent.map(|sent| value(definition, sent, ignored)).transpose()?.flatten();
    Ok(match read {
        Some(Value::Array(values)) => values,
        _ => Vec::new(),
    })
}
