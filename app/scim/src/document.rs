use scim_server::schema::{AttributeDefinition, AttributeType, Mutability, Schema};
use serde_json::{Map, Value};

use crate::{Ignored, Kind, Problem, Result, Schemas, schema::name_is};

/// Values of one list at most.
pub const MOST_VALUES: usize = 200;
/// A document is larger nowhere.
pub const LARGEST_BYTES: usize = 64 * 1024;
/// The longest string in a document.
const LONGEST_TEXT: usize = 4 * 1024;

/// What a directory told us about a resource: known, writable attributes under their canonical names, values as they were
/// sent. Booleans are booleans, also where a client writes `"True"`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document(pub(crate) Map<String, Value>);

impl Document {
    /// Reads the body of a POST or PUT. What is unknown or read-only is left out and named.
    pub fn read(schemas: &Schemas, kind: Kind, body: &Value) -> Result<(Self, Ignored)> {
        let body = body.as_object().ok_or_else(|| Problem::InvalidSyntax.because("the body is not a JSON object"))?;
        let mut ignored = Ignored::default();
        let mut document = Map::new();
        for (key, sent) in body {
            if let Some(extension) = schemas.extension(kind).filter(|extension| extension.id.eq_ignore_ascii_case(key)) {
                put(&mut document, &extension.id, self::extension(extension, sent, &mut ignored)?);
            } else {
                take(&mut document, schemas.core(kind), key, sent, &mut ignored)?;
            }
        }
        let document = Self(document);
        document.check(kind)?;
        Ok((document, ignored))
    }

    /// A document that was stored.
    pub const fn from_stored(stored: Map<String, Value>) -> Self {
        Self(stored)
    }

    /// As JSON to store.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// `userName`, or `displayName` of a group.
    pub fn name(&self, kind: Kind) -> &str {
        self.text(kind.required()).unwrap_or_default()
    }

    /// A string at the top.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// Whether the directory says that the person works here; nothing when it says nothing.
    pub fn active(&self) -> Option<bool> {
        self.0.get("active")?.as_bool()
    }

    /// Says whether the person works here.
    pub fn set_active(&mut self, active: bool) {
        self.0.insert("active".to_owned(), Value::Bool(active));
    }

    /// The address to reach the person: the primary one, else that for work, else the first.
    pub fn email(&self) -> Option<&str> {
        let list = self.0.get("emails")?.as_array()?;
        let primary = list.iter().find(|one| one.get("primary").and_then(Value::as_bool) == Some(true));
        let work = || list.iter().find(|one| one.get("type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("work")));
        primary.or_else(work).or_else(|| list.first())?.get("value")?.as_str()
    }

    /// What every resource of its kind needs.
    pub(crate) fn check(&self, kind: Kind) -> Result<()> {
        let name = kind.required();
        if self.name(kind).trim().is_empty() {
            return Err(Problem::InvalidValue.because(format!("{name} is missing")));
        }
        let size = serde_json::to_string(&self.0).map_or(usize::MAX, |text| text.len());
        if size > LARGEST_BYTES { Err(Problem::TooLarge.because("the resource is larger than 64 KiB")) } else { Ok(()) }
    }
}

fn extension(schema: &Schema, sent: &Value, ignored: &mut Ignored) -> Result<Option<Value>> {
    if sent.is_null() {
        return Ok(None);
    }
    let sent = sent.as_object().ok_or_else(|| wrong(&schema.name, "an object"))?;
    let mut document = Map::new();
    for (key, sent) in sent {
        take(&mut document, schema, key, sent, ignored)?;
    }
    Ok((!document.is_empty()).then_some(Value::Object(document)))
}

fn take(document: &mut Map<String, Value>, schema: &Schema, key: &str, sent: &Value, ignored: &mut Ignored) -> Result<()> {
    match schema.attributes.iter().find(|one| name_is(one, key)) {
        Some(definition) if definition.mutability != Mutability::ReadOnly => {
            put(document, &definition.name, value(definition, sent, ignored)?);
        }
        _ => ignored.note(key),
    }
    Ok(())
}

/// Sets or removes.
pub(crate) fn put(object: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(object.insert(key.to_owned(), value)),
        None => drop(object.remove(key)),
    }
}

/// The value of an attribute as it is kept; nothing where it is null or empty.
pub(crate) fn value(definition: &AttributeDefinition, sent: &Value, ignored: &mut Ignored) -> Result<Option<Value>> {
    if !definition.multi_valued {
        return single(definition, sent, ignored);
    }
    let values = sent.as_array().map_or(std::slice::from_ref(sent), Vec::as_slice);
    if values.len() > MOST_VALUES {
        return Err(Problem::TooMany.because(format!("{} has more than {MOST_VALUES} values", definition.name)));
    }
    let kept: Vec<Value> = values.iter().filter_map(|sent| single(definition, sent, ignored).transpose()).collect::<Result<_>>()?;
    if kept.iter().filter(|one| is_primary(one)).count() > 1 {
        return Err(Problem::InvalidValue.because(format!("{} has more than one primary value", definition.name)));
    }
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

pub(crate) fn is_primary(value: &Value) -> bool {
    value.get("primary").and_then(Value::as_bool) == Some(true)
}

/// One value. A bare string does for a complex value that has a part called `value`.
pub(crate) fn single(definition: &AttributeDefinition, sent: &Value, ignored: &mut Ignored) -> Result<Option<Value>> {
    if definition.data_type != AttributeType::Complex {
        return scalar(definition, sent);
    }
    match sent {
        Value::Null => Ok(None),
        Value::Object(object) => complex(definition, object, ignored),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(_) => {
            let object = Map::from_iter([("value".to_owned(), sent.clone())]);
            complex(definition, &object, ignored)
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => Err(wrong(&definition.name, "an object")),
    }
}

fn complex(definition: &AttributeDefinition, sent: &Map<String, Value>, ignored: &mut Ignored) -> Result<Option<Value>> {
    let mut kept = Map::new();
    for (key, sent) in sent {
        match definition.sub_attributes.iter().find(|sub| name_is(sub, key)) {
            Some(sub) if sub.mutability != Mutability::ReadOnly => put(&mut kept, &sub.name, scalar(sub, sent)?),
            _ => ignored.note(&format!("{}.{key}", definition.name)),
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

/// A value without parts.
pub(crate) fn scalar(definition: &AttributeDefinition, sent: &Value) -> Result<Option<Value>> {
    match (&definition.data_type, sent) {
        (_, Value::Null) => Ok(None),
        (AttributeType::Boolean, Value::Bool(_)) => Ok(Some(sent.clone())),
        (AttributeType::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(Value::Bool(true))),
        (AttributeType::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(Value::Bool(false))),
        (AttributeType::Boolean, _) => Err(wrong(&definition.name, "true or false")),
        (_, Value::String(text)) if text.len() > LONGEST_TEXT => Err(wrong(&definition.name, "at most 4 KiB")),
        (_, Value::String(text)) if text.contains('\0') => Err(wrong(&definition.name, "text without NUL")),
        (_, Value::String(_)) => Ok(Some(sent.clone())),
        _ => Err(wrong(&definition.name, "a string")),
    }
}

fn wrong(name: &str, expected: &str) -> crate::Error {
    Problem::InvalidValue.because(format!("{name} has to be {expected}"))
}
