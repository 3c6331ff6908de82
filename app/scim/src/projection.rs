use serde_json::{Map, Value};

use crate::{AttrPath, Kind, Schemas};

/// Which attributes an answer has (RFC 7644 section 3.9). `id` and `schemas` are always there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projection {
    only: Option<Vec<AttrPath>>,
    without: Vec<AttrPath>,
}

impl Projection {
    /// Reads `attributes` and `excludedAttributes`; what names nothing chooses nothing. A filter in brackets is left out of
    /// the name: the whole attribute is returned.
    pub fn read(attributes: Option<&str>, excluded: Option<&str>) -> Self {
        let only = attributes.filter(|text| !text.trim().is_empty()).map(paths);
        Self { only, without: excluded.map(paths).unwrap_or_default() }
    }

    /// Whether an attribute at the top is returned at all, so that it is worth looking up.
    pub fn wants(&self, name: &str) -> bool {
        let is_it = |path: &&AttrPath| path.name.eq_ignore_ascii_case(name);
        let chosen = self.only.as_ref().is_none_or(|only| only.iter().any(|path| is_it(&path)));
        chosen && !self.without.iter().any(|path| is_it(&path) && path.sub.is_none())
    }

    /// Leaves in a resource what was asked for.
    pub fn apply(&self, schemas: &Schemas, kind: Kind, resource: &mut Map<String, Value>) {
        if let Some(only) = &self.only {
            let mut chosen = Map::new();
            for key in ["schemas", "id"] {
                chosen.extend(resource.remove_entry(key));
            }
            only.iter().for_each(|path| copy(schemas, kind, path, resource, &mut chosen));
            *resource = chosen;
        }
        self.without.iter().for_each(|path| leave_out(schemas, kind, path, resource));
    }
}

fn paths(text: &str) -> Vec<AttrPath> {
    let names = text.split(',').map(|one| one.split('[').next().unwrap_or_default().trim());
    names.filter_map(|name| AttrPath::parse(name).ok()).collect()
}

/// The keys from the top downwards, the last one perhaps inside a list.
fn keys(schemas: &Schemas, kind: Kind, path: &AttrPath) -> Option<Vec<String>> {
    if path.name.is_empty() {
        return Some(vec![path.urn.clone()?]);
    }
    let found = schemas.find(kind, path)?;
    let mut keys = found.keys;
    keys.extend(found.sub.map(|sub| sub.name.clone()));
    Some(keys)
}

fn copy(schemas: &Schemas, kind: Kind, path: &AttrPath, from: &Map<String, Value>, to: &mut Map<String, Value>) {
    if let Some(keys) = keys(schemas, kind, path) {
        copy_keys(&keys, from, to);
    }
}

fn copy_keys(keys: &[String], from: &Map<String, Value>, to: &mut Map<String, Value>) {
    let Some((key, rest)) = keys.split_first() else { return };
    let Some(value) = from.get(key) else { return };
    if rest.is_empty() {
        to.insert(key.clone(), value.clone());
        return;
    }
    match value {
        Value::Object(object) => {
            let place = to.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(place) = place {
                copy_keys(rest, object, place);
            }
        }
        Value::Array(list) => {
            let place = to.entry(key.clone()).or_insert_with(|| vec![Value::Object(Map::new()); list.len()].into());
            for (place, value) in place.as_array_mut().into_iter().flatten().zip(list) {
                if let (Value::Object(place), Value::Object(value)) = (place, value) {
                    copy_keys(rest, value, place);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn leave_out(schemas: &Schemas, kind: Kind, path: &AttrPath, resource: &mut Map<String, Value>) {
    if let Some(keys) = keys(schemas, kind, path).filter(|keys| !matches!(keys.as_slice(), [key] if key == "id" || key == "schemas")) {
        remove_keys(&keys, resource);
    }
}

fn remove_keys(keys: &[String], object: &mut Map<String, Value>) {
    let Some((key, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        object.remove(key);
        return;
    }
    match object.get_mut(key) {
        Some(Value::Object(inner)) => remove_keys(rest, inner),
        Some(Value::Array(list)) => list.iter_mut().filter_map(Value::as_object_mut).for_each(|inner| remove_keys(rest, inner)),
        _ => {}
    }
}
